import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { loadTokenizer } from './load-tokenizer'
import type { PromptTokenizer } from './prompt-tokenizer'

interface Reference {
  readonly text: string
  readonly ids: number[]
  readonly special: number[]
}

const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url))
const reference: Record<string, Reference[]> = JSON.parse(
  readFileSync(join(fixtures, 'reference/tokenize.json'), 'utf8'),
).models

const noTemplate = { chatTemplateFile: null, specialTokensFile: null }
const fixture = (model: string) =>
  loadTokenizer({
    tokenizerFile: join(fixtures, 'models', model, 'tokenizer.json'),
    tokenizerConfigFile: join(fixtures, 'models', model, 'tokenizer_config.json'),
    ...noTemplate,
  })

const jsonOf = (model: string) => JSON.parse(readFileSync(join(fixtures, 'models', model, 'tokenizer.json'), 'utf8'))

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-tokenizer-'))
  file = join(folder, 'tokenizer.json')
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function load(json: unknown, config?: unknown): Promise<PromptTokenizer> {
  writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json))
  const configFile = join(folder, 'tokenizer_config.json')
  if (config !== undefined) writeFileSync(configFile, JSON.stringify(config))
  return loadTokenizer({
    tokenizerFile: file,
    tokenizerConfigFile: config === undefined ? null : configFile,
    ...noTemplate,
  })
}

const ids = (tokens: readonly { id: number }[]) => tokens.map(({ id }) => id)

describe.each(Object.entries(reference))('%s', (model, cases) => {
  it('gives every reference text the ids of the library in Rust, and marks what the template adds', async () => {
    const tokenizer = await fixture(model)
    const ours = cases.map(({ text }) => {
      const tokens = tokenizer.encode(text)
      return { text, ids: ids(tokens), special: tokens.map(({ special }) => Number(special)) }
    })
    expect(ours).toEqual(cases.map(({ text, ids, special }) => ({ text, ids, special })))
  })
})

describe('text', () => {
  it.each([
    ['gpt2-tiny', [261, 288, 199, 313, 0], ['The', ' Eiffel', '\n', 'a<0xC3>', '<|endoftext|>']],
    ['llama-tiny', [0, 262, 289], ['<|begin_of_text|>', 'The', ' Eiffel']],
    ['bert-tiny', [2, 117, 176, 1], ['[CLS]', 'cafe', '##er', '[UNK]']],
  ])('of %s has leading spaces and whole characters', async (model, tokens, texts) => {
    const tokenizer = await fixture(model)
    expect(tokens.map(tokenizer.text)).toEqual(texts)
  })

  it('of all tokens together is the prompt', async () => {
    const prompt = 'The Eiffel Tower is in Paris, café.'
    for (const [model, lead] of [
      ['gpt2-tiny', ''],
      ['llama-tiny-tied-bias', ' '],
    ] as const) {
      const own = (await fixture(model)).encode(prompt).filter(({ special }) => !special)
      const joined = own.map(({ text }) => text).join('')
      const bytes = joined.replace(/(<0x[0-9A-F]{2}>)+/g, (run) =>
        Buffer.from(run.replace(/<0x|>/g, ''), 'hex').toString(),
      )
      expect(bytes).toBe(lead + prompt)
    }
  })

  it('of an id that the tokenizer has nothing for is the id in brackets', async () => {
    const tokenizer = await fixture('gpt2-tiny')
    expect(tokenizer.size).toBe(320)
    expect([320, -1, 1.5].map(tokenizer.text)).toEqual(['[320]', '[-1]', '[1.5]'])
  })
})

describe('the tokens that a typed word may be', () => {
  it.each([
    ['gpt2-tiny', 'Paris', [' Paris']],
    ['gpt2-tiny', '  is ', [' is', 'is']],
    ['gpt2-tiny', 'supercalifragilistic', []],
    ['gpt2-tiny', '<|endoftext|>', ['<|endoftext|>']],
    ['gpt2-tiny', 'Ġis', []],
    ['gpt2-tiny', ' ', []],
    ['llama-tiny', 'Paris', [' Paris']],
    ['llama-tiny-tied-bias', 'Paris', [' Paris']],
    ['llama-tiny-tied-bias', 's', [' s', 's']],
    ['bert-tiny', 'Paris', ['paris']],
    ['bert-tiny', '##er', ['##er']],
    ['bert-tiny', '日', []],
    ['bert-tiny', '[UNK]', ['[UNK]']],
    ['bert-tiny', '[MASK]', ['[MASK]']],
  ])('%s: %j', async (model, word, texts) => {
    const found = (await fixture(model)).wordIds(word)
    expect(found.map(({ text }) => text)).toEqual(texts)
    expect(found.every(({ special }) => !special)).toBe(true)
  })
})

describe('a tokenizer file', () => {
  const padding = { strategy: { Fixed: 128 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' }
  const truncation = { max_length: 2, strategy: 'LongestFirst', stride: 0 }

  it('may ask for padding and truncation, which a trace does without', async () => {
    const [plain, asking] = [await fixture('bert-tiny'), await load({ ...jsonOf('bert-tiny'), padding, truncation })]
    expect(asking.encode('The Eiffel Tower')).toEqual(plain.encode('The Eiffel Tower'))
  })

  it.each(['gpt2-tiny', 'bert-tiny'])(
    'may leave the kind of its model unsaid, as that of %s once did',
    async (model) => {
      const { model: said, ...json } = jsonOf(model)
      const { type: _, ...unsaid } = { continuing_subword_prefix: '', ...said }
      expect(ids((await load({ ...json, model: unsaid })).encode('The moles.'))).toEqual(
        ids((await fixture(model)).encode('The moles.')),
      )
    },
  )

  it('may leave out every part but the model', async () => {
    const vocab = '{"<unk>":0,"1":1,"__proto__":2,"constructor":3}'
    const tokenizer = await load(`{"model":{"type":"WordLevel","vocab":${vocab},"unk_token":"<unk>"}}`)
    const words = ['1', '__proto__', 'constructor', 'toString']
    expect(words.map((word) => ids(tokenizer.encode(word)))).toEqual([[1], [2], [3], [0]])
    expect(tokenizer.text(2)).toBe('__proto__')
  })

  it('may begin with a byte order mark', async () => {
    expect((await load(`\ufeff${JSON.stringify(jsonOf('gpt2-tiny'))}`)).size).toBe(320)
  })

  it('gains the tokens that the config alone knows', async () => {
    const config = {
      added_tokens_decoder: { 0: { content: '<|endoftext|>' }, 320: { content: '<|user|>', special: true } },
    }
    const tokenizer = await load(jsonOf('gpt2-tiny'), config)
    expect(ids(tokenizer.encode('The<|user|>'))).toEqual([261, 320])
    expect(tokenizer.text(320)).toBe('<|user|>')
    expect(tokenizer.size).toBe(321)
  })

  it('finds an added token of whole words inside others too: the one known difference to the library in Rust', async () => {
    const json = jsonOf('gpt2-tiny')
    const added = [...json.added_tokens, { id: 320, content: 'mole', single_word: true, special: false }]
    const tokenizer = await load({ ...json, added_tokens: added })
    expect(ids(tokenizer.encode('moles'))[0]).toBe(320)
  })
})

describe('a broken tokenizer file', () => {
  const again = 'Fetch the model’s tokenizer again.'
  const without = 'Fetch the model’s tokenizer again; token ids still work without it.'
  const gpt2 = jsonOf('gpt2-tiny')
  const bert = jsonOf('bert-tiny')
  const changed = (json: { model: object }, model: object) => ({ ...json, model: { ...json.model, ...model } })
  const idsWanted = 'The tokenizer makes no sense: Expected tokens with their ids, from 0 to 16777216'

  it.each<[string, unknown, string, (string | undefined)?, string?]>([
    ['empty', '', 'The tokenizer is not JSON', 'its end'],
    ['cut', '{\n "a": 1', 'The tokenizer is not JSON', 'line 2, column 8'],
    [
      'a Git LFS pointer',
      'version https://git-lfs.github.com/spec/v1\n',
      'The tokenizer is a Git LFS pointer, which stands for the file',
    ],
    ['a number', '7', 'The tokenizer makes no sense: Invalid input: expected object, received number'],
    ['no model', '{}', 'The tokenizer makes no sense: Invalid input: expected object, received undefined', 'model'],
    [
      'a kind that is not known',
      changed(gpt2, { type: 'Ngram' }),
      'The tokenizer is of the kind "Ngram", which is not known',
      'model.type',
      'Open a model whose tokenizer is BPE, WordPiece, WordLevel or Unigram, or give token ids.',
    ],
    ['an id below zero', changed(bert, { vocab: { a: -1 } }), idsWanted, 'model.vocab'],
    ['an id past any table', changed(bert, { vocab: { a: 1e9 } }), idsWanted, 'model.vocab'],
    [
      'merges of one token',
      changed(gpt2, { merges: [['a']] }),
      'The tokenizer makes no sense: Expected pairs of tokens',
      'model.merges',
    ],
    [
      'a part without a type',
      { ...gpt2, decoder: {} },
      'The tokenizer makes no sense: Invalid input: expected string, received undefined',
      'decoder.type',
    ],
    [
      'a part that is not known',
      { ...gpt2, normalizer: { type: 'Nmt' } },
      'The tokenizer has a part that is not known: Unknown Normalizer type: Nmt',
      undefined,
      without,
    ],
    [
      'a template that adds an unknown token',
      { ...bert, post_processor: { type: 'BertProcessing', cls: ['<s>', 0], sep: ['</s>', 1] } },
      'The tokenizer’s template adds <s>, which its vocabulary lacks',
      'post_processor',
    ],
  ])('%s', async (_, json, message, place, remedy = again) => {
    const error: unknown = await load(json).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Fault)
    const { details: _details, ...data } = (error as Fault).data
    expect(data).toEqual({ kind: 'input', message, file, ...(place !== undefined && { place }), remedy })
  })

  it('that is not there is named', async () => {
    const missing = join(folder, 'none', 'tokenizer.json')
    await expect(
      loadTokenizer({ tokenizerFile: missing, tokenizerConfigFile: null, ...noTemplate }),
    ).rejects.toMatchObject({
      data: { kind: 'environment', file: missing, message: 'The tokenizer could not be read' },
    })
  })

  it('a config that is broken is named itself', async () => {
    await expect(load(gpt2, { added_tokens_decoder: { x: {} } })).rejects.toMatchObject({
      data: { kind: 'input', file: join(folder, 'tokenizer_config.json'), place: 'added_tokens_decoder.x' },
    })
  })

  it('a character without any token is a fault of the prompt', async () => {
    const tokenizer = await load({ model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: '<unk>' } })
    expect(() => tokenizer.encode('b')).toThrow('The prompt holds a character that the tokenizer has no token for')
  })

  it('whatever stands in the place of one of its parts, the failure is a fault', async () => {
    const places = ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder', 'added_tokens', 'model'] as const
    const types = [
      'Sequence',
      'Replace',
      'Split',
      'TemplateProcessing',
      'BertProcessing',
      'Metaspace',
      'BPE',
      'Unigram',
      'Strip',
    ]
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { type: fc.constantFrom(...types), pattern: fc.jsonValue(), content: fc.jsonValue() },
        { requiredKeys: ['type'] },
      ),
      fc.record({
        type: fc.constantFrom('BPE', 'WordPiece'),
        vocab: fc.dictionary(fc.string(), fc.nat(9)),
        merges: fc.jsonValue(),
        unk_token: fc.jsonValue(),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), value, async (place, part) => {
        try {
          const tokenizer = await load({ ...gpt2, [place]: part })
          tokenizer.encode('The mole.')
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          expect(error.data.file).toBe(file)
        }
      }),
    )
  })
})

describe('the token that hides a word', () => {
  const bert = () => jsonOf('bert-tiny-mlm')
  const maskOf = async (config?: unknown) => (await load(bert(), config)).maskId

  it('is what the config names, as a string or with how it strips', async () => {
    const { vocab } = bert().model
    expect(await maskOf({ mask_token: '[SEP]' })).toBe(vocab['[SEP]'])
    expect(await maskOf({ mask_token: { content: '[SEP]', lstrip: true } })).toBe(vocab['[SEP]'])
    expect(await maskOf({ mask_token: '[HIDDEN]' })).toBeNull()
  })

  it('is BERT’s own where the config says nothing, and none in a decoder', async () => {
    expect(await maskOf()).toBe(bert().model.vocab['[MASK]'])
    expect((await fixture('gpt2-tiny')).maskId).toBeNull()
  })
})
