import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import type { KnownWords } from '../../shared/word-list'
import type { OpenedModel } from './opened-model'
import { demandTokenizer } from './read-prompt'

/** W_E or W_U, by the name that directions have for it. */
export type WordTableName = 'embedding' | 'unembedding'

export const tableOf = { embedding: 'embed', unembedding: 'unembed' } as const

/** Whether the model has an unembedding that reads the stream itself. */
export function readsStream({ shape }: OpenedModel): boolean {
  return shape.readsStream
}

/** Throws an `input` fault for an unembedding that is none, or that does not read the stream itself. */
export function demandTable(model: OpenedModel, table: WordTableName): void {
  if (table === 'embedding' || readsStream(model)) return
  const { shape, info } = model
  const remedy = 'Look in the embedding.'
  if (shape.unembeds === null) throw Fault.input(`${info.name} has no unembedding`, { file: info.path, remedy })
  throw Fault.input(`The unembedding of ${info.name} reads the stream through a further layer, in another space`, {
    file: info.path,
    remedy,
  })
}

/** The token that stands for a word as it is within a sentence; null where it is more than one. */
export async function tokenOfWord(model: OpenedModel): Promise<(word: string) => TokenInfo | null> {
  const tokenizer = await demandTokenizer(model)
  return (word) => tokenizer.wordIds(word)[0] ?? null
}

/** What the vocabulary has of a list of words. */
export async function knownOf(model: OpenedModel, words: readonly string[]): Promise<KnownWords> {
  const token = await tokenOfWord(model)
  const distinct = [...new Set(words)]
  const unknown = distinct.filter((word) => token(word) === null)
  return { words: distinct.length, known: distinct.length - unknown.length, unknown }
}
