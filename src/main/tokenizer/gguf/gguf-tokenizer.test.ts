import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../../shared/fault'
import { ggufMetadata } from '../../checkpoint/testing/gguf-metadata'
import { loadGgufTokenizer } from '../load-tokenizer'

const folder = fileURLToPath(new URL('../../../../fixtures/gguf-tokenizers/', import.meta.url))
const file = 'model.gguf'
type Metadata = ReadonlyMap<string, unknown>
const of = (name: string): Metadata => ggufMetadata(`${folder}${name}.gguf`)
const changed = (metadata: Metadata, values: Readonly<Record<string, unknown>>): Metadata => {
  const entries = Object.entries(values).map(([key, value]) => [`tokenizer.${key}`, value] as const)
  return new Map([...new Map([...metadata, ...entries])].filter(([, value]) => value !== undefined))
}
const load = (metadata: Metadata) => loadGgufTokenizer(metadata, file)!

describe('what stands around a text', () => {
  const around = (name: string, values = {}) =>
    load(changed(of(name), values))
      .encode('a b')
      .map(({ text, special }) => (special ? `[${text}]` : text))
      .join('')

  it('is what the file says', () => {
    expect(around('byte-level')).toBe('[<|endoftext|>]a b')
    expect(around('byte-level', { 'ggml.add_bos_token': false })).toBe('a b')
    expect(around('byte-level', { 'ggml.add_eos_token': true })).toBe('[<|endoftext|>]a b[<|im_end|>]')
    expect(around('llama', { 'ggml.add_bos_token': false, 'ggml.add_eos_token': true })).toBe(' a b[</s>]')
  })

  it('is what llama.cpp puts there where the file says nothing', () => {
    expect(around('byte-level', { 'ggml.add_bos_token': undefined })).toBe('a b')
    expect(around('byte-level', { 'ggml.add_bos_token': undefined, 'ggml.pre': 'llama-bpe' })).toBe(
      '[<|endoftext|>]a b',
    )
    const gemma4 = { 'ggml.model': 'gemma4', 'ggml.pre': 'default', 'ggml.add_bos_token': false }
    expect(around('byte-level', gemma4)).toBe('[<|endoftext|>]ab')
    expect(around('llama')).toBe('[<s>] a b')
    expect(around('gemma')).toBe('[<s>]a b')
    expect(around('unigram')).toBe(' a b[</s>]')
    expect(around('bert')).toBe('[[CLS]]ab[[SEP]]')
  })

  it('can be left out', () => {
    const tokenizer = load(of('bert'))
    expect(tokenizer.templates).toEqual({ special: true, chat: false })
    expect(tokenizer.encode('a', { special: false }).map(({ text }) => text)).toEqual(['a'])
  })
})

describe('a GGUF file’s tokenizer', () => {
  it('finds the model’s own tokens and marks in a text', () => {
    const tokens = load(of('byte-level')).encode('a<tool>b<|im_end|>', { special: false })
    expect(tokens.map(({ text }) => text)).toEqual(['a', '<tool>', 'b', '<|im_end|>'])
  })

  it('finds a mark that the file has as plain, as converters left some', () => {
    const types = [...(of('byte-level').get('tokenizer.ggml.token_type') as number[])].map((type) =>
      type === 3 ? 1 : type,
    )
    const tokens = load(changed(of('byte-level'), { 'ggml.token_type': types })).encode('a<|im_end|>', {
      special: false,
    })
    expect(tokens.map(({ text }) => text)).toEqual(['a', '<|im_end|>'])
  })

  it('applies the file’s chat template, which may name its marks', () => {
    const chat = load(of('byte-level')).encodeChat('a')
    const shown = chat.map(({ text, special }) => (special ? `[${text}]` : text))
    expect(shown.slice(0, 1)).toEqual(['[<|im_start|>]'])
    expect(shown).toContain('a')
    const named = changed(of('llama'), { chat_template: '{{ bos_token }}{{ messages[0].content }}{{ eos_token }}' })
    expect(
      load(named)
        .encodeChat('a')
        .map(({ text }) => text),
    ).toEqual(['<s>', ' a', '</s>'])
  })

  it('without a chat template names the key that would hold one', () => {
    expect(() => load(of('llama')).encodeChat('a')).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ file, place: 'key tokenizer.chat_template' }) }),
    )
  })

  it('knows the token that hides a word', () => {
    expect(load(of('bert')).maskId).toBe(4)
    expect(load(of('llama')).maskId).toBeNull()
  })

  it('shows the tokens that a converter wrote otherwise as the model has them', () => {
    const tokens = load(of('bert'))
      .encode('gräbting', { special: false })
      .map(({ text }) => text)
    expect(tokens.join('')).toMatch(/^gra.*##/)
    expect(load(of('llama')).text(3)).toBe('\0')
  })

  it('takes white space away beside a mark where llama.cpp does', () => {
    const phi = new Map([...of('llama'), ['general.name', 'Phi-3 Mini']])
    const texts = (metadata: Metadata) =>
      load(metadata)
        .encode('a</s>  b', { special: false })
        .map(({ text }) => text)
    expect(texts(of('llama'))).toEqual([' a', '</s>', ' ', ' ', ' b'])
    expect(texts(phi)).toEqual([' a', '</s>', ' b'])
  })

  it('may be none', () => {
    for (const model of [undefined, 'none', 'no_vocab']) {
      expect(loadGgufTokenizer(changed(of('llama'), { 'ggml.model': model }), file)).toBeNull()
    }
  })
})

describe('a broken tokenizer', () => {
  const tokens = (name: string) => [...(of(name).get('tokenizer.ggml.tokens') as string[])]

  it.each<[string, string, Readonly<Record<string, unknown>>, string, string]>([
    [
      'of a kind that is not known',
      'llama',
      { 'ggml.model': 'rwkv' },
      'The file’s tokenizer is of the kind "rwkv", which is not known',
      'model',
    ],
    ['whose kind is no text', 'llama', { 'ggml.model': 7 }, 'The value should be a text', 'model'],
    [
      'without words',
      'byte-level',
      { 'ggml.pre': undefined },
      'The file does not say where its tokenizer’s words end',
      'pre',
    ],
    [
      'with unknown words',
      'byte-level',
      { 'ggml.pre': 'toString' },
      'The file’s tokenizer ends words in a way that is not known, "toString"',
      'pre',
    ],
    ['without tokens', 'llama', { 'ggml.tokens': undefined }, 'The file has no tokens', 'tokens'],
    [
      'with tokens that are no texts',
      'llama',
      { 'ggml.tokens': ['a', 1] },
      'The value should be a list of texts',
      'tokens',
    ],
    [
      'with a token twice',
      'llama',
      { 'ggml.tokens': [...tokens('llama').slice(0, -1), '<s>'] },
      'The tokens 1 and 2499 are the same, "<s>"',
      'tokens',
    ],
    [
      'with too few types',
      'llama',
      { 'ggml.token_type': [1, 1] },
      'The file has types for 2 tokens, and 2500 tokens',
      'token_type',
    ],
    [
      'with an unknown type',
      'llama',
      { 'ggml.token_type': tokens('llama').map(() => 9) },
      'Token 0 has the type 9, which is not known',
      'token_type',
    ],
    [
      'with too many scores',
      'llama',
      {
        'ggml.scores': tokens('llama')
          .map(() => 1)
          .concat(1),
      },
      'The file has scores for 2501 tokens, and 2500 tokens',
      'scores',
    ],
    [
      'with scores that are no numbers',
      'llama',
      { 'ggml.scores': [Number.NaN] },
      'The value should be a list of finite numbers',
      'scores',
    ],
    ['without scores', 'unigram', { 'ggml.scores': undefined }, 'The file has no scores for its tokens', 'scores'],
    ['without merges', 'byte-level', { 'ggml.merges': undefined }, 'The file has no merges', 'merges'],
    ['with a merge of one', 'byte-level', { 'ggml.merges': ['a b', 'ab'] }, 'Merge 1 is no pair of tokens', 'merges'],
    [
      'with merges of other tokens',
      'byte-level',
      { 'ggml.merges': ['qzx xzq'] },
      'No merge is of the file’s tokens',
      'merges',
    ],
    [
      'that adds a token it does not name',
      'byte-level',
      { 'ggml.bos_token_id': undefined },
      'Texts are to have a token around them that the file does not name',
      'bos_token_id',
    ],
    [
      'that adds a token past its vocabulary',
      'byte-level',
      { 'ggml.bos_token_id': 4294967295 },
      'Texts are to have a token around them that the file does not name',
      'bos_token_id',
    ],
    [
      'with an id that is none',
      'llama',
      { 'ggml.eos_token_id': 'x' },
      'The value should be a token’s id',
      'eos_token_id',
    ],
    [
      'with a switch that is none',
      'llama',
      { 'ggml.add_bos_token': 1 },
      'The value should be yes or no',
      'add_bos_token',
    ],
    [
      'with rules for characters that are cut',
      'unigram',
      { 'ggml.precompiled_charsmap': [255, 0, 0, 0, 1] },
      'The rules for characters are cut short',
      'precompiled_charsmap',
    ],
    [
      'without a token for unknown words',
      'bert',
      {
        'ggml.unknown_token_id': undefined,
        'ggml.bos_token_id': 0,
        'ggml.seperator_token_id': 1,
        'ggml.tokens': ['[CLS]', '[SEP]'],
        'ggml.token_type': [3, 3],
      },
      'The file does not name the token that stands for unknown words',
      'unknown_token_id',
    ],
  ])('%s', (_, name, values, message, key) => {
    const place = `key tokenizer.ggml.${key}`
    expect(() => load(changed(of(name), values))).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ kind: 'input', message, file, place }) }),
    )
  })

  it('whatever stands in the place of its values, encodes a text or is refused by a fault', () => {
    const names = ['byte-level', 'llama', 'gemma', 'unigram', 'bert']
    const small = Object.fromEntries(names.map((name) => [name, shortened(of(name))]))
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constant(undefined),
      fc.bigInt(),
      fc.double(),
      fc.array(fc.oneof(fc.string(), fc.integer(), fc.double()), { maxLength: 5 }),
      fc.constantFrom('gpt2', 'llama', 't5', 'bert', 'gemma4', 'default', 'qwen2', 'deepseek-llm', '__proto__'),
    )
    const mangled = fc.constantFrom(...names).chain((name) => {
      const metadata = small[name]!
      const key = fc.constantFrom(...metadata.keys(), 'tokenizer.ggml.merges', 'tokenizer.ggml.scores', 'general.name')
      const list = key.chain((chosen) => {
        const old = metadata.get(chosen)
        if (!Array.isArray(old) || old.length === 0) return fc.tuple(fc.constant(chosen), value)
        // One item of a list changed, doubled or gone.
        const at = fc.nat(old.length - 1)
        const item = fc.oneof(value, fc.constantFrom(...(old.slice(0, 50) as unknown[])))
        const list = fc.oneof(
          fc.tuple(at, item).map(([index, each]) => old.with(index, each)),
          at.map((index) => old.toSpliced(index, 1)),
        )
        return fc.tuple(fc.constant(chosen), fc.oneof(value, list))
      })
      return fc.tuple(fc.constant(name), fc.array(list, { minLength: 1, maxLength: 3 }))
    })
    const property = fc.property(mangled, fc.string({ unit: 'grapheme', maxLength: 20 }), ([name, changes], text) => {
      const metadata = new Map([...small[name]!, ...changes])
      try {
        const tokenizer = loadGgufTokenizer(metadata, file)
        if (tokenizer === null) return
        for (const { id } of tokenizer.encode(text)) expect(id).toBeLessThan(tokenizer.size)
        tokenizer.wordIds(text)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        expect(error.data.file).toBe(file)
      }
    })
    fc.assert(property, { numRuns: 3000, seed: 20240607 })
  })
})

/** The first tokens of a file, and those with a name, so that many can be loaded. */
function shortened(metadata: Metadata): Metadata {
  const kept = 300
  const short = new Map<string, unknown>()
  for (const [key, value] of metadata) {
    const isList = Array.isArray(value) && !key.endsWith('charsmap')
    if (key.endsWith('_token_id') && (value as number) >= kept) short.set(key, kept - 1)
    else short.set(key, isList ? value.slice(0, kept) : value)
  }
  return short
}
