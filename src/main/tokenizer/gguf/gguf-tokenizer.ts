import type { ModelTables } from '../create-library'
import type { TokenizerJson } from '../tokenizer-json'
import { readAddedTokens } from './added-tokens'
import { byteLevelBpe } from './byte-level-bpe'
import type { PartsOfKind } from './parts-of-kind'
import { sentencepieceBpe } from './sentencepiece-bpe'
import { configOf, templateOf } from './special-tokens'
import { TokenizerKeys } from './tokenizer-keys'
import { unigram } from './unigram'
import { readVocabulary, type Vocabulary } from './vocabulary'
import { wordPiece } from './word-piece'

/** A tokenizer as `tokenizer.json` and `tokenizer_config.json` would say it. */
export interface GgufTokenizer {
  readonly json: TokenizerJson
  readonly tables: ModelTables | null
  /** The tokens with names (`bos_token` …). */
  readonly named: Readonly<Record<string, string>>
  readonly chatTemplate: string | null
}

const modelKey = 'tokenizer.ggml.model'

const kinds: Readonly<Record<string, (keys: TokenizerKeys, vocabulary: Vocabulary) => PartsOfKind>> = {
  gpt2: byteLevelBpe,
  gemma4: (keys, vocabulary) => byteLevelBpe(keys, vocabulary, 'gemma4'),
  llama: sentencepieceBpe,
  t5: unigram,
  bert: wordPiece,
}

/** Whether the file says that it has one, be it known or not. */
export function hasGgufTokenizer(metadata: ReadonlyMap<string, unknown>): boolean {
  return ![undefined, 'none', 'no_vocab'].includes(metadata.get(modelKey) as string | undefined)
}

/**
 * The tokenizer that a GGUF file's metadata holds; null where it says that there is none. Throws an `input` fault naming `file`
 * and key for one that makes no sense or of a kind that is not known.
 */
export function ggufTokenizer(metadata: ReadonlyMap<string, unknown>, file: string): GgufTokenizer | null {
  if (!hasGgufTokenizer(metadata)) return null
  const keys = new TokenizerKeys(metadata, file)
  const name = keys.string(modelKey)!
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (kind === undefined) {
    throw keys.fault(
      `The file’s tokenizer is of the kind ${JSON.stringify(name.slice(0, 40))}, which is not known`,
      modelKey,
      `Those that are: ${Object.keys(kinds).join(', ')}. Token ids work without.`,
    )
  }
  const vocabulary = readVocabulary(keys)
  const parts = kind(keys, vocabulary)
  return {
    json: {
      added_tokens: readAddedTokens(keys, vocabulary),
      normalizer: parts.normalizer,
      pre_tokenizer: parts.preTokenizer,
      post_processor: templateOf(parts.around, parts.named, vocabulary, keys),
      decoder: parts.decoder,
      model: parts.model,
    },
    tables: parts.tables,
    named: configOf(parts.named, vocabulary),
    chatTemplate: keys.string('tokenizer.chat_template') ?? null,
  }
}
