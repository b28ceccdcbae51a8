import type { PartsOfKind } from './parts-of-kind'
import { readNamedTokens } from './special-tokens'
import type { TokenizerKeys } from './tokenizer-keys'
import type { Vocabulary } from './vocabulary'

/**
 * BERT's kind. The converter writes a token that begins a word with ▁ before it and one that goes on without its ##
 * (conversion/bert.py of llama.cpp); both are undone here. Text becomes lower case unless the file says no.
 */
export function wordPiece(keys: TokenizerKeys, vocabulary: Vocabulary): PartsOfKind {
  const named = readNamedTokens(keys, vocabulary, { bos: 101, unk: 100, sep: 102, pad: 0, mask: 103 })
  if (named.unk === undefined) {
    throw keys.fault(
      'The file does not name the token that stands for unknown words',
      'tokenizer.ggml.unknown_token_id',
    )
  }
  const lowercase = keys.boolean('tokenizer.ggml.normalizer.lowercase') ?? true
  return {
    model: {
      type: 'WordPiece',
      vocab: Object.fromEntries(ownTokens(vocabulary).map((token, id) => [token, id])),
      unk_token: vocabulary.tokens[named.unk]!,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
    tables: null,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: keys.boolean('tokenizer.ggml.normalizer.strip_accents') ?? lowercase,
      lowercase,
    },
    preTokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##' },
    named,
    around: { before: ['bos'], after: ['sep'] },
  }
}

/** Tokens as BERT writes them. Those in brackets are marks also where an old converter did not say so: no word is one. */
function ownTokens({ tokens, types }: Vocabulary): string[] {
  return tokens.map((token, id) => {
    if (types[id] !== 'normal' || /^\[.+\]$/.test(token)) return token
    return /^▁./su.test(token) ? token.slice(1) : `##${token}`
  })
}
