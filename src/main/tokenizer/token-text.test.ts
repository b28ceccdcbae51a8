import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenTextOf } from './token-text'

describe('a byte-level vocabulary', () => {
  const text = tokenTextOf([{ type: 'ByteLevel' }])

  it.each([
    ['Paris', 'Paris'],
    ['ĠParis', ' Paris'],
    ['Ċ', '\n'],
    ['ÃłĠ', 'à '],
    ['aÃ', 'a<0xC3>'],
    ['ŁĻĤ', '<0x9F><0x99><0x82>'],
    ['ðŁĻĤ', '🙂'],
    ['ðŁĻ', '<0xF0><0x9F><0x99>'],
    ['Łb', '<0x9F>b'],
    ['ï»¿', '\ufeff'],
    ['<|endoftext|>', '<|endoftext|>'],
    ['two words', 'two words'],
    ['日本', '日本'],
  ])('%j stands for %j', (token, expected) => {
    expect(text(token)).toBe(expected)
  })

  it('gives any text back, which GPT-2 would write in its bytes', () => {
    const printable = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
    const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable(byte))
    const charOf = (byte: number) => String.fromCharCode(printable(byte) ? byte : 0x100 + others.indexOf(byte))
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        expect(text([...Buffer.from(words)].map(charOf).join(''))).toBe(words)
      }),
    )
  })
})

describe('a SentencePiece vocabulary', () => {
  it.each([
    ['a normalizer', { type: 'Replace', pattern: { String: ' ' }, content: '▁' }],
    ['a decoder', { type: 'Replace', pattern: { String: '▁' }, content: ' ' }],
    ['a pre-tokenizer', { type: 'Metaspace', replacement: '▁' }],
  ])('is known by %s', (_, part) => {
    const text = tokenTextOf([{ type: 'Strip' }, part])
    expect(text('▁Paris')).toBe(' Paris')
    expect(text('▁▁')).toBe('  ')
    expect(text('Ġis')).toBe('Ġis')
  })

  it('has bytes to fall back to, of which only ASCII is text by itself', () => {
    const text = tokenTextOf([{ type: 'Metaspace' }])
    expect(['<0x0A>', '<0x41>', '<0xF0>', '<s>'].map(text)).toEqual(['\n', 'A', '<0xF0>', '<s>'])
  })
})

it('a WordPiece vocabulary is shown as it is', () => {
  const text = tokenTextOf([{ type: 'WordPiece' }, { type: 'BertPreTokenizer' }])
  expect(['paris', '##s', '[CLS]'].map(text)).toEqual(['paris', '##s', '[CLS]'])
})
