import { charsmapOf } from '../charsmap'
import type { Part } from '../tokenizer-json'
import { type PartsOfKind, sequence, spacesBack, spacesMarked } from './parts-of-kind'
import { readAround, readNamedTokens } from './special-tokens'
import type { TokenizerKeys } from './tokenizer-keys'
import { readScores, type Vocabulary } from './vocabulary'

/**
 * T5's and XLM-R's kind: of all ways to cut a text into tokens, the one whose scores have the highest sum (`llm_tokenizer_ugm` in
 * llama-vocab.cpp, and unigram in https://github.com/google/sentencepiece).
 */
export function unigram(keys: TokenizerKeys, vocabulary: Vocabulary): PartsOfKind {
  const named = readNamedTokens(keys, vocabulary, { eos: 1, unk: 2, pad: 0 })
  if (named.unk === undefined) {
    throw keys.fault(
      'The file does not name the token that stands for unknown characters',
      'tokenizer.ggml.unknown_token_id',
    )
  }
  return {
    model: { type: 'Unigram', vocab: scored(vocabulary, readScores(keys, vocabulary)), unk_id: named.unk },
    tables: null,
    normalizer: sequence('normalizers', [...rewriting(keys), ...spacing(keys)]),
    preTokenizer: null,
    decoder: spacesBack,
    named,
    around: readAround(keys, { bos: false, eos: true }),
  }
}

/** The rules for characters, where the file has some. */
function rewriting(keys: TokenizerKeys): Part[] {
  const key = 'tokenizer.ggml.precompiled_charsmap'
  const values = keys.integers(key)
  if (values === undefined || values.length === 0) return []
  // Some files have them as signed.
  const bytes = Buffer.from(values.map((value) => value & 0xff))
  try {
    charsmapOf(bytes)
  } catch (error) {
    throw keys.fault(error instanceof Error ? error.message : String(error), key)
  }
  return [{ type: 'Precompiled', precompiled_charsmap: bytes.toString('base64') }]
}

/** Where words begin with a space, the text does; there it may go without those that are too many. */
function spacing(keys: TokenizerKeys): Part[] {
  const begin = { type: 'Replace', pattern: { Regex: '^(?=.)' }, content: ' ' }
  if (keys.boolean('tokenizer.ggml.remove_extra_whitespaces') ?? false) {
    const single = { type: 'Replace', pattern: { Regex: ' +' }, content: ' ' }
    return [single, { type: 'Strip', strip_left: true, strip_right: true }, begin, spacesMarked]
  }
  return (keys.boolean('tokenizer.ggml.add_space_prefix') ?? false) ? [begin, spacesMarked] : [spacesMarked]
}

/**
 * The score of an unknown character is below the lowest of a plain token; the library goes by all tokens, so that none may be
 * lower than those.
 */
function scored({ tokens, types }: Vocabulary, scores: readonly number[]): [string, number][] {
  const plain = scores.filter((_, id) => types[id] === 'normal')
  const lowest = plain.reduce((low, score) => Math.min(low, score), Number.POSITIVE_INFINITY)
  return tokens.map((token, id) => [token, types[id] === 'own' ? 0 : Math.max(scores[id]!, Math.min(lowest, 0))])
}
