import { Tokenizer } from '@huggingface/tokenizers'
import { expect, it } from 'vitest'
import { likeTokenizers } from './like-tokenizers'
import { checkTokenizer, type TokenizerJson } from './tokenizer-json'

const words = { model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' } }

function libraryOf(parts: Partial<Record<'normalizer' | 'pre_tokenizer', unknown>>): Tokenizer {
  const json: TokenizerJson = checkTokenizer({ ...words, ...parts }, 'tokenizer.json')
  return new Tokenizer(likeTokenizers(json), {})
}

const text = 'A²_b, c!!$  d\u0945\u200de १२3\u0085x\ufeffy'
const end = 'd\u0945\u200de १२3\u0085x\ufeffy'
const split = (pattern: object, behavior: string, invert = false) => ({ type: 'Split', pattern, behavior, invert })
const space = { String: ' ' }

// The pieces are those of `pre_tokenize_str` in the Python package tokenizers 0.23.3.
it.each([
  [{ type: 'Whitespace' }, ['A', '²', '_b', ',', 'c', '!!$', 'd\u0945\u200de', '१२3', 'x', '\ufeff', 'y']],
  [{ type: 'WhitespaceSplit' }, ['A²_b,', 'c!!$', 'd\u0945\u200de', '१२3', 'x\ufeffy']],
  [
    { type: 'Digits', individual_digits: true },
    ['A', '²', '_b, c!!$  d\u0945\u200de ', '१', '२', '3', '\u0085x\ufeffy'],
  ],
  [{ type: 'Digits', individual_digits: false }, ['A', '²', '_b, c!!$  d\u0945\u200de ', '१२3', '\u0085x\ufeffy']],
  [{ type: 'Punctuation' }, ['A²', '_', 'b', ',', ' c', '!', '!', '$', `  ${end}`]],
  [{ type: 'Punctuation', behavior: 'Contiguous' }, ['A²', '_', 'b', ',', ' c', '!!$', `  ${end}`]],
  [{ type: 'Punctuation', behavior: 'Removed' }, ['A²', 'b', ' c', `  ${end}`]],
  [split(space, 'Removed'), ['A²_b,', 'c!!$', 'd\u0945\u200de', '१२3\u0085x\ufeffy']],
  [split(space, 'MergedWithPrevious'), ['A²_b, ', 'c!!$ ', ' ', 'd\u0945\u200de ', '१२3\u0085x\ufeffy']],
  [split(space, 'MergedWithNext'), ['A²_b,', ' c!!$', ' ', ' d\u0945\u200de', ' १२3\u0085x\ufeffy']],
  [split(space, 'Contiguous'), ['A²_b,', ' ', 'c!!$', '  ', 'd\u0945\u200de', ' ', '१२3\u0085x\ufeffy']],
  [split(space, 'Isolated', true), ['A²_b,', ' ', 'c!!$', ' ', ' ', 'd\u0945\u200de', ' ', '१२3\u0085x\ufeffy']],
  [split({ Regex: '\\w+' }, 'Removed', true), ['A²_b', 'c', 'd\u0945', 'e', '१२3', 'x', 'y']],
  [split({ Regex: '[!$]' }, 'Contiguous'), ['A²_b, c', '!!$', `  ${end}`]],
])('%j splits a text as the library in Rust does, inside a sequence too', (part, pieces) => {
  expect(libraryOf({ pre_tokenizer: part }).pre_tokenizer!(text)).toEqual(pieces)
  const sequence = { type: 'Sequence', pretokenizers: [part] }
  expect(libraryOf({ pre_tokenizer: sequence }).pre_tokenizer!(text)).toEqual(pieces)
})

it.each([
  split({ Regex: '\\s' }, 'MergedWithNext'),
  split(space, 'MergedWithPrevious', true),
  split(space, 'Contiguous', true),
  split(space, 'Shaken'),
])('%j is refused, since the library would split otherwise in silence', (part) => {
  expect(() => libraryOf({ pre_tokenizer: part })).toThrow(/^Unknown Split behavior: /)
})

it('a BERT normalizer sets Chinese characters of any plane apart', () => {
  const part = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true }
  expect(libraryOf({ normalizer: part }).normalizer!('a𠮷b日C')).toBe('a 𠮷 b 日 c')
  const sequence = { type: 'Sequence', normalizers: [part] }
  expect(libraryOf({ normalizer: sequence }).normalizer!('a𠮷b日C')).toBe('a 𠮷 b 日 c')
})

// Both of `normalize_str` in the Python package tokenizers 0.23.3.
it.each([{ type: 'Lowercase' }, { type: 'BertNormalizer', lowercase: true }])(
  '%j lowers one letter at a time, so that no word ends on ς',
  (part) => {
    expect(libraryOf({ normalizer: part }).normalizer!('ΟΔΥΣΣΕΥΣ')).toBe('οδυσσευσ')
  },
)

it('words in bytes end at all of Unicode’s white space and at no other', () => {
  const part = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }
  // As `pre_tokenize_str` has them, from bytes back to text.
  const pieces = ['a', '\u0085', 'x', '\ufeff', 'y']
  const bytes = (piece: string) => libraryOf({ pre_tokenizer: { ...part, use_regex: false } }).pre_tokenizer!(piece)[0]
  expect(libraryOf({ pre_tokenizer: part }).pre_tokenizer!('a\u0085x\ufeffy')).toEqual(pieces.map(bytes))
})
