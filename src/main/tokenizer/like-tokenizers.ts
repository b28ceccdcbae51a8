import type { Part, TokenizerJson } from './tokenizer-json'

/**
 * A tokenizer written so that @huggingface/tokenizers 0.2.0 splits a text as the `tokenizers` library in Rust does, which
 * trained it. Where the two differ on a part, it is put in other words that both read alike. Throws an Error for a part that
 * has none.
 *
 * One difference stays: an added token with `single_word` is found inside words too.
 */
export function likeTokenizers(json: TokenizerJson): TokenizerJson {
  return {
    ...json,
    normalizer: json.normalizer && normalizerLike(json.normalizer),
    pre_tokenizer: json.pre_tokenizer && preTokenizerLike(json.pre_tokenizer),
  }
}

/** Chinese characters beyond the first plane, which the library's loop over UTF-16 units does not see (`is_chinese_char`). */
const farChinese = '[\\x{20000}-\\x{2A6DF}\\x{2A700}-\\x{2CEAF}\\x{2F800}-\\x{2FA1F}]'

function normalizerLike(part: Part): Part {
  if (part.normalizers) return { ...part, normalizers: part.normalizers.map(normalizerLike) }
  const before: Part[] = []
  if (part.type === 'BertNormalizer' && part.handle_chinese_chars) {
    // The library hands the content to replaceAll, where $& is what was found.
    before.push({ type: 'Replace', pattern: { Regex: farChinese }, content: ' $& ' })
  }
  const lowers = part.type === 'Lowercase' || (part.type === 'BertNormalizer' && part.lowercase)
  // JavaScript ends a word on ς, where Rust, which lowers one letter at a time, has σ.
  if (lowers) before.push({ type: 'Replace', pattern: { String: 'Σ' }, content: 'σ' })
  return before.length === 0 ? part : { type: 'Sequence', normalizers: [...before, part] }
}

/** GPT-2's, which the library has with JavaScript's white space: https://github.com/openai/gpt-2, encoder.py. */
export const gpt2Words = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

/** Within a class, where the library reads `\w` as Rust does but for the joiners that hold a word together. */
const word = '\\w\\x{200C}\\x{200D}'

/** Unicode's and ASCII's own. */
const punctuation = '[\\p{P}$+<=>^`|~]'

function preTokenizerLike(part: Part): Part {
  if (part.pretokenizers) return { ...part, pretokenizers: part.pretokenizers.map(preTokenizerLike) }
  switch (part.type) {
    // The library's own patterns for these know white space, letters and digits as JavaScript does and not as Unicode does.
    case 'Whitespace':
      return { type: 'Split', pattern: { Regex: `[${word}]+|[^${word}\\s]+` }, behavior: 'Removed', invert: true }
    case 'WhitespaceSplit':
      return { type: 'Split', pattern: { Regex: '\\s+' }, behavior: 'Removed', invert: false }
    case 'Digits':
      return isolated(part.individual_digits ? '\\p{N}' : '\\p{N}+')
    // The library joins neighbours in either behavior.
    case 'Punctuation':
      return splitLike({ behavior: 'Isolated', ...part, type: 'Split', pattern: { Regex: punctuation } })
    case 'Split':
      return splitLike(part)
    case 'ByteLevel':
      if (part.use_regex === false || part.add_prefix_space) return part
      return { type: 'Sequence', pretokenizers: [isolated(gpt2Words), { ...part, use_regex: false }] }
    default:
      return part
  }
}

/** The library keeps what is to be removed where the pattern is a string, and knows no other behavior than `Isolated`. */
function splitLike(part: Part): Part {
  const { pattern, behavior, invert } = part
  if (pattern === undefined) return part
  const isString = 'String' in pattern
  const regex = isString ? pattern.String.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : pattern.Regex
  if (behavior === 'Removed') return { ...part, pattern: { Regex: regex } }
  if (behavior === 'Isolated') return isolated(regex)
  if (behavior === 'Contiguous' && !invert) return isolated(`(?:${regex})+`)
  if (isString && !invert) {
    const other = `(?:(?!${regex})[\\s\\S])+`
    if (behavior === 'MergedWithPrevious') return isolated(`${other}(?:${regex})?|${regex}`)
    if (behavior === 'MergedWithNext') return isolated(`(?:${regex})?${other}|${regex}`)
  }
  throw new Error(`Unknown Split behavior: ${behavior}${invert ? ', inverted' : ''}`)
}

function isolated(regex: string): Part {
  return { type: 'Split', pattern: { Regex: regex }, behavior: 'Isolated', invert: false }
}
