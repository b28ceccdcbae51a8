import type { MergeRanks } from '../create-library'
import { type PartsOfKind, sequence, spacesBack, spacesMarked } from './parts-of-kind'
import { readAround, readNamedTokens } from './special-tokens'
import type { TokenizerKeys } from './tokenizer-keys'
import { readScores, type Vocabulary } from './vocabulary'

/**
 * Llama's kind: of all neighbours that together are a token, those whose token has the highest score become one first, the
 * leftmost of equals (`llm_tokenizer_spm` in llama-vocab.cpp, and BPE in https://github.com/google/sentencepiece). Characters
 * without a token are bytes.
 */
export function sentencepieceBpe(keys: TokenizerKeys, vocabulary: Vocabulary): PartsOfKind {
  const named = readNamedTokens(keys, vocabulary, { bos: 1, eos: 2, unk: 0 })
  const begins = keys.boolean('tokenizer.ggml.add_space_prefix') ?? true
  const prefix = { type: 'Prepend', prepend: '▁' }
  return {
    model: {
      type: 'BPE',
      vocab: {},
      merges: [],
      byte_fallback: true,
      fuse_unk: true,
      unk_token: named.unk === undefined ? null : vocabulary.tokens[named.unk]!,
    },
    tables: { ...vocabulary, ranks: ranksOf(vocabulary, readScores(keys, vocabulary)) },
    normalizer: begins ? sequence('normalizers', [prefix, spacesMarked]) : spacesMarked,
    preTokenizer: null,
    decoder: sequence('decoders', [spacesBack, { type: 'ByteFallback' }]),
    named,
    around: readAround(keys, { bos: true, eos: false }),
  }
}

/** The rank of a pair is that of the token it makes, and tokens of one score have the same. */
function ranksOf({ types, ids }: Vocabulary, scores: readonly number[]): MergeRanks {
  const ranks = new Map([...new Set(scores)].sort((a, b) => b - a).map((score, rank) => [score, rank]))
  return (left, right) => {
    const id = ids.get(left + right)
    const isPlain = id !== undefined && (types[id] === 'normal' || types[id] === 'unused')
    return isPlain ? ranks.get(scores[id]!) : undefined
  }
}
