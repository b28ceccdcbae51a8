/**
 * Where words end in byte-level BPE, in Oniguruma's writing, as tokenizer.json files have it. The same rules under the names of
 * llama.cpp are in `llm_tokenizer_bpe` of https://github.com/ggml-org/llama.cpp/blob/master/src/llama-vocab.cpp, which writes some
 * of them more loosely, since its own regular expressions know no classes of cased letters; here they are the models' own.
 */

const r = String.raw

export { gpt2Words as gpt2 } from '../like-tokenizers'

export const digit = r`\p{N}`
export const digits = r`\p{N}+`
export const upToThreeDigits = r`\p{N}{1,3}`
export const threeDigits = '[0-9][0-9][0-9]'

const contractions = r`(?i:'s|'t|'re|'ve|'m|'ll|'d)`
const spaces = r`\s*[\r\n]+|\s+(?!\S)|\s+`
const word = r`[^\r\n\p{L}\p{N}]?\p{L}+`
const signs = r` ?[^\s\p{L}\p{N}]+[\r\n]*`

/** GPT-4's with so many digits in one piece; Llama 3, Qwen 2 and many others have it so. */
export function gpt4(number: string): string {
  return `${contractions}|${word}|${number}|${signs}|${spaces}`
}

/** Without the endings of English words. */
export const withoutContractions = `${word}|${digit}|${signs}|${spaces}`

/** GPT-4's, where marks belong to their letters. */
export const qwen35 = r`${contractions}|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|${spaces}`

const upper = r`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
const lower = r`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`

/** GPT-4o's, which ends a word where its letters turn from small to large: `getValue` is two. */
export function gpt4o(number: string, endings = `${contractions}?`): string {
  const before = r`[^\r\n\p{L}\p{N}]?`
  const words = `${before}${upper}*${lower}+${endings}|${before}${upper}+${lower}*${endings}`
  return r`${words}|${number}| ?[^\s\p{L}\p{N}]+[\r\n/]*|${spaces}`
}

const han = '&&[^\\p{Han}]'
const otherUpper = upper.replace(']', `${han}]`)
const otherLower = lower.replace(']', `${han}]`)

/** GPT-4o's, with Chinese in pieces of its own. */
export const kimiK2 = [
  r`\p{Han}+`,
  r`[^\r\n\p{L}\p{N}]?${otherUpper}*${otherLower}+${contractions}?`,
  r`[^\r\n\p{L}\p{N}]?${otherUpper}+${otherLower}*${contractions}?`,
  upToThreeDigits,
  signs,
  spaces,
].join('|')

/** BLOOM's: whatever stands between spaces and the commonest marks. */
export const bloom = ' ?[^(\\s|.,!?…。，、।۔،)]+'

export const falconPunctuation = '[\\p{P}$+<=>^~|`]+'

/** Of those letters that have cases, in hexadecimal. */
const casedLetters = `41-5A 61-7A B5 C0-D6 D8-F6 F8-1BA 1BC-1BF 1C4-293 295-2AF 370-373 376-377 37B-37D 37F 386 388-38A 38C
  38E-3A1 3A3-3F5 3F7-481 48A-52F 531-556 10A0-10C5 13A0-13F5 13F8-13FD 1C90-1CBA 1CBD-1CBF 1D00-1D2B 1D6B-1D77 1D79-1D9A
  1E00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FBC 1FBE 1FC2-1FC4 1FC6-1FCC
  1FD0-1FD3 1FD6-1FDB 1FE0-1FEC 1FF2-1FF4 1FF6-1FFC 2102 2107 210A-2113 2115 2119-211D 2124 2126 2128 212A-212D 212F-2134 2139
  213C-213F 2145-2149 214E 2183-2184 2C00-2C7B 2C7E-2CE4 2CEB-2CEE 2CF2-2CF3 A640-A66D A680-A69B A722-A76F A771-A787 A78B-A78E
  AB70-ABBF FB00-FB06 FB13-FB17 FF21-FF3A FF41-FF5A 10400-1044F 104B0-104D3 104D8-104FB 10C80-10CB2 10CC0-10CF2 118A0-118DF
  1E900-1E943`

function classOf(ranges: string): string {
  const one = (range: string) => range.split('-').map((end) => r`\x{${end}}`)
  return `[${ranges
    .trim()
    .split(/\s+/)
    .map((range) => one(range).join('-'))
    .join('')}]`
}

const chinese = `${classOf('4E00-9FA5 800-4E00 AC00-D7FF')}+`

export const deepseekLlm = [
  r`[\r\n]`,
  r`\s?${classOf(casedLetters)}+`,
  r`\s?${classOf('21-2F 3A-7E FF01-FF0F FF1A-FF5E 2018-201F 3000-3002')}+`,
  r`\s+$`,
  chinese,
  digits,
]

export const deepseekCoder = [r`[\r\n]`, r`\s?\p{L}+`, r`\s?\p{P}+`, chinese, digit]

const deepseekWords = r`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_\x60{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+`
const hanAndKana = `${classOf('4E00-9FA5 3040-309F 30A0-30FF')}+`

export const deepseekV3 = [upToThreeDigits, hanAndKana, r`${deepseekWords}| ?[\p{P}\p{S}]+[\r\n]*|${spaces}`]

export const spark = [upToThreeDigits, hanAndKana, r`${deepseekWords}| ?[\p{P}\p{S}]+|[\r\n]|\s+(?!\S)|\s+`, digit]

export const youtu = [
  [
    `${classOf('AC00-D7A3 3131-318E')}+`,
    `${classOf('FF01 2026 201C-201D 2018-2019 2014 FF1A FF1B FF0C 3001-303F FE30-FE4F')}+`,
    `${classOf('3105-312F')}+`,
    hanAndKana,
  ].join('|'),
  gpt4o(digit),
]

/** A word after spaces belongs to the word before: Korean of several words is one piece. */
export const exaoneMoe = r`${contractions}|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+`

export const bailing = r`'(?i:[sdmt]|ll|ve|re)|${word}|\p{N}|${signs}|\s*[\r\n]|\s+(?!\S)|\s+`

export const seedCoder = r`${contractions}|${word}|\p{N}| ?[^\s\p{L}\p{N}\r\n]+|${spaces}`

/** Spaces in pieces of powers of two. */
export const jais2 = r`${contractions}|${word}|\p{N}{1,3}|${signs}|\s*[\r\n]+|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)|\s{1,2}(?!\S)|\s{1}`

export const lines = r`[^\n]+|[\n]+`

export const defaultPunctuation = r`[\p{P}$+<=>^~|]+`

/** Digits in threes from the right. */
export const groupsOfDigits = r`\d{1,3}(?=(?:\d{3})*\b)`
export const thousands = r`(?=(\d{3})+(?!\d))`
