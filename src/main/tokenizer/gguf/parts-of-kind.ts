import type { ModelTables } from '../create-library'
import type { Part, TokenizerJson } from '../tokenizer-json'
import type { Around, NamedTokens } from './special-tokens'

/** What a kind of tokenizer gives; the rest is the same for all. */
export interface PartsOfKind {
  /** Its vocabulary and merges may be in the tables. */
  readonly model: TokenizerJson['model']
  readonly tables: ModelTables | null
  readonly normalizer: Part | null
  readonly preTokenizer: Part | null
  readonly decoder: Part
  readonly named: NamedTokens
  readonly around: Around
}

export function sequence(kind: 'normalizers' | 'pretokenizers' | 'decoders', parts: Part[]): Part {
  return { type: 'Sequence', [kind]: parts }
}

/** Spaces as the character that SentencePiece's vocabularies have for them. */
export const spacesMarked: Part = { type: 'Replace', pattern: { String: ' ' }, content: '▁' }
export const spacesBack: Part = { type: 'Replace', pattern: { String: '▁' }, content: ' ' }

export function split(regex: string): Part {
  return { type: 'Split', pattern: { Regex: regex }, behavior: 'Isolated', invert: false }
}
