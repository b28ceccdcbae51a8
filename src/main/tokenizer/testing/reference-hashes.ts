import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import type { PromptTokenizer } from '../prompt-tokenizer'

const folder = fileURLToPath(new URL('../../../../fixtures/gguf-tokenizers/', import.meta.url))
const json = (name: string) => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))

/** The 2,400 texts of fixtures/make_tokenizer_text.py. */
export const texts: readonly string[] = json('texts')

/** By a reference's name: two bytes of the CRC-32 of each text's ids, all in base64. */
export type Hashes = Readonly<Record<string, string>>

export const hashesOf = (name: string) => json(name)

export const vocabularyFile = (name: string) => `${folder}${name}.gguf`

/** The texts to which a tokenizer gives other ids than the reference. */
export function different(tokenizer: PromptTokenizer, reference: string): string[] {
  const wanted = Buffer.from(reference, 'base64')
  return texts.filter((text, index) => {
    const ids = Uint32Array.from(tokenizer.encode(text, { special: false }), ({ id }) => id)
    return (crc32(new Uint8Array(ids.buffer)) & 0xffff) !== wanted.readUInt16LE(2 * index)
  })
}
