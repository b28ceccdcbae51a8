import { isUtf8 } from 'node:buffer'
import type { Part } from './tokenizer-json'

/** What a token of the vocabulary stands for in a text. */
export type TokenText = (token: string) => string

/** How a tokenizer whose parts (normalizers, pre-tokenizers, decoders) are these writes its tokens. */
export function tokenTextOf(parts: readonly Part[]): TokenText {
  if (parts.some(({ type }) => type === 'ByteLevel')) return byteLevelText
  const space = spaceMark(parts)
  return (token) => byteText(token) ?? (space === null ? token : token.replaceAll(space, ' '))
}

/** The character that a SentencePiece vocabulary has in a space's place, by the part that puts it there or takes it away. */
function spaceMark(parts: readonly Part[]): string | null {
  for (const { type, replacement, pattern, content } of parts) {
    if (type === 'Metaspace') return typeof replacement === 'string' && replacement !== '' ? replacement : '▁'
    if (type !== 'Replace' || pattern === undefined || !('String' in pattern)) continue
    if (pattern.String === ' ' && content) return content
    if (pattern.String && content === ' ') return pattern.String
  }
  return null
}

/** A byte that SentencePiece falls back to, where it is a character by itself. */
function byteText(token: string): string | null {
  const [, hex] = /^<0x([0-7][0-9A-F])>$/.exec(token) ?? []
  return hex === undefined ? null : String.fromCharCode(Number.parseInt(hex, 16))
}

/**
 * The byte that each character of a byte-level vocabulary stands for: printable Latin-1 itself, the other bytes in their
 * order the characters from U+0100 on (`bytes_to_unicode` in GPT-2's encoder.py, https://github.com/openai/gpt-2).
 */
const bytes: ReadonlyMap<string, number> = (() => {
  const isItself = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
  let next = 0x100
  return new Map(
    Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(isItself(byte) ? byte : next++), byte] as const),
  )
})()

/** A token that is not written in bytes was added by hand, as text. */
function byteLevelText(token: string): string {
  const coded = [...token].map((char) => bytes.get(char))
  return coded.includes(undefined) ? token : utf8Text(Buffer.from(coded as number[]))
}

/** UTF-8 as text, each byte that belongs to no whole character as `<0xF0>`. */
function utf8Text(coded: Buffer): string {
  if (isUtf8(coded)) return coded.toString()
  let text = ''
  for (let at = 0; at < coded.length; ) {
    const char = coded.subarray(at, at + utf8Length(coded[at]!))
    const isWhole = isUtf8(char)
    text += isWhole ? char.toString() : `<0x${coded.toString('hex', at, at + 1).toUpperCase()}>`
    at += isWhole ? char.length : 1
  }
  return text
}

function utf8Length(first: number): number {
  if (first < 0xc0) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}
