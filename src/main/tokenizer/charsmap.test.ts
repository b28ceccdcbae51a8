import { describe, expect, it } from 'vitest'
import { ggufMetadata } from '../checkpoint/testing/gguf-metadata'
import { charsmapOf } from './charsmap'
import { vocabularyFile } from './testing/reference-hashes'

describe('rules for characters', () => {
  const rules = ggufMetadata(vocabularyFile('unigram')).get('tokenizer.ggml.precompiled_charsmap') as number[]
  const bytes = Buffer.from(rules)

  // nmt_nfkc, as SentencePieceNormalizer of the Python package sentencepiece 0.2.3 applies it, without its spacing.
  it.each([
    ['Ａ１ ﬁ ™', 'A1 fi TM'],
    ['a\u00a0b\u3000c\u200bd\te', 'a b c d e'],
    ['e\u0301 tie\u0302\u0301ng', 'é tiếng'],
    ['\u110f\u1175\u1109\u1173', '키스'],
    ['\u0007x\u007f', 'x'],
    ['～ 日本 😀', '～ 日本 😀'],
    ['', ''],
  ])('write %j as %j', (text, written) => {
    expect(charsmapOf(bytes)(text)).toBe(written)
  })

  it.each([0, 3, 4, 1000, bytes.readUInt32LE(0) + 4])('that end after %i bytes are refused', (length) => {
    expect(() => charsmapOf(bytes.subarray(0, length))).toThrow('The rules for characters are cut short')
  })

  it('whose offsets lead nowhere leave a text as it is', () => {
    const wild = Buffer.concat([Buffer.from([8, 0, 0, 0]), Buffer.alloc(8, 0xff), Buffer.from('x\0')])
    expect(charsmapOf(wild)('abc')).toBe('abc')
  })
})
