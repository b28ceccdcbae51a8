import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { loadTokenizer } from './load-tokenizer'
import type { PromptTokenizer } from './prompt-tokenizer'

interface Said {
  readonly message: string
  readonly ids: number[]
  readonly special: number[]
}

const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url))
/** What transformers made of messages and of texts without special tokens (fixtures/make_chats.py). */
const reference: { chats: Record<string, Said[]>; plain: Record<string, { text: string; ids: number[] }[]> } =
  JSON.parse(readFileSync(join(fixtures, 'reference/chats.json'), 'utf8'))

function load(folder: string): Promise<PromptTokenizer> {
  const fileOrNull = (name: string) => (existsSync(join(folder, name)) ? join(folder, name) : null)
  return loadTokenizer({
    tokenizerFile: join(folder, 'tokenizer.json'),
    tokenizerConfigFile: fileOrNull('tokenizer_config.json'),
    chatTemplateFile: fileOrNull('chat_template.jinja'),
    specialTokensFile: fileOrNull('special_tokens_map.json'),
  })
}

const ids = (tokens: readonly { id: number }[]) => tokens.map(({ id }) => id)
const jsonOf = (file: string) => JSON.parse(readFileSync(join(fixtures, file), 'utf8'))

describe.each(Object.entries(reference.chats))('a chat as %s', (name, said) => {
  it('gives every message the ids of transformers, and marks what the template alone added', async () => {
    const tokenizer = await load(join(fixtures, 'chats', name))
    const ours = said.map(({ message }) => {
      const tokens = tokenizer.encodeChat(message)
      return { message, ids: ids(tokens), special: tokens.map(({ special }) => Number(special)) }
    })
    expect(ours).toEqual(said.map(({ message, ids, special }) => ({ message, ids, special })))
  })
})

describe.each(Object.entries(reference.plain))('%s without special tokens', (model, cases) => {
  it('gives every text the ids of transformers, none of them marked', async () => {
    const tokenizer = await load(join(fixtures, 'models', model))
    const ours = cases.map(({ text }) => ({ text, tokens: tokenizer.encode(text, { special: false }) }))
    expect(ours.map(({ text, tokens }) => ({ text, ids: ids(tokens) }))).toEqual(cases)
    expect(ours.every(({ tokens }) => tokens.every(({ special }) => !special))).toBe(true)
  })
})

it('a tokenizer says which templates there are', async () => {
  const templates = async (folder: string) => (await load(join(fixtures, folder))).templates
  expect(await templates('models/gpt2-tiny')).toEqual({ special: false, chat: false })
  expect(await templates('models/bert-tiny')).toEqual({ special: true, chat: false })
  expect(await templates('chats/chatml')).toEqual({ special: false, chat: true })
  expect(await templates('chats/llama3')).toEqual({ special: true, chat: true })
})

describe('a chat template', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tokentrace-chat-'))
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(jsonOf('models/gpt2-tiny/tokenizer.json')))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const files = ['tokenizer_config.json', 'chat_template.jinja', 'special_tokens_map.json'] as const
  /** A tokenizer with just these files beside it. */
  function withFiles(contents: Partial<Record<(typeof files)[number], unknown>>): Promise<PromptTokenizer> {
    for (const name of files) {
      const content = contents[name]
      rmSync(join(folder, name), { force: true })
      if (content === undefined) continue
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
    }
    return load(folder)
  }
  const withTemplate = (text: string) => withFiles({ 'chat_template.jinja': text })
  const textOf = (tokens: readonly { text: string }[]) => tokens.map(({ text }) => text).join('')

  it('in a file of its own goes before the config’s, whatever its line ends', async () => {
    const tokenizer = await withFiles({
      'tokenizer_config.json': { chat_template: 'no' },
      'chat_template.jinja': '{% if true %}\r\nThe{% endif %} {{ messages[0].content }}\r\n',
    })
    expect(textOf(tokenizer.encodeChat('mole'))).toBe('The mole')
  })

  it('has the special tokens by name, from the config, or from the map beside an old one', async () => {
    const template = '{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token }}'
    const map = { eos_token: { content: '<|endoftext|>', lstrip: false }, bos_token: 'The' }
    const config = { bos_token: ' Tower', eos_token: 'is', chat_template: template }
    const old = await withFiles({ 'tokenizer_config.json': config, 'special_tokens_map.json': map })
    expect(textOf(old.encodeChat('mole'))).toBe('Themole<|endoftext|>')
    const listed = { ...config, added_tokens_decoder: {} }
    const recent = await withFiles({ 'tokenizer_config.json': listed, 'special_tokens_map.json': map })
    expect(textOf(recent.encodeChat('mole'))).toBe(' Towermoleis')
  })

  it('keeps what a person wrote apart where the template says it twice', async () => {
    const tokens = (await withTemplate('The {{ messages[0].content }} is {{ messages[0].content }}.')).encodeChat(
      'mole',
    )
    expect(textOf(tokens.filter(({ special }) => !special))).toBe(' mole is mole')
    expect(textOf(tokens.filter(({ special }) => special))).toBe('The.')
  })

  it('that drops the message leaves nothing of it', async () => {
    const tokens = (await withTemplate('The mole.')).encodeChat('Paris')
    expect(tokens.every(({ special }) => special)).toBe(true)
  })

  const message = {
    'tokenizer_config.json': 'tokenizer_config.json',
    'chat_template.jinja': 'chat_template.jinja',
  } as const
  it.each<[string, Parameters<typeof withFiles>[0], keyof typeof message, string | undefined, RegExp]>([
    [
      'with a syntax error',
      { 'chat_template.jinja': '{% if %}' },
      'chat_template.jinja',
      undefined,
      /cannot be applied: /,
    ],
    [
      'with an unknown filter',
      { 'tokenizer_config.json': { chat_template: '{{ messages | shuffle }}' } },
      'tokenizer_config.json',
      'chat_template',
      /cannot be applied: Unknown ArrayValue filter: shuffle/,
    ],
    [
      'that refuses the message',
      {
        'tokenizer_config.json': {
          chat_template: [
            { name: 'tool_use', template: '' },
            { name: 'default', template: "{{ raise_exception('A system message is missing') }}" },
          ],
        },
      },
      'tokenizer_config.json',
      'chat_template.1',
      /^The chat template refuses the message: A system message is missing$/,
    ],
    [
      'of several without a default',
      { 'tokenizer_config.json': { chat_template: [{ name: 'rag', template: '' }] } },
      'tokenizer_config.json',
      'chat_template',
      /^None of the chat templates is called default$/,
    ],
    [
      'that is no text',
      { 'tokenizer_config.json': { chat_template: 7 } },
      'tokenizer_config.json',
      'chat_template',
      /^The chat template is no text$/,
    ],
    ['of no end', { 'chat_template.jinja': ' '.repeat(300_000) }, 'chat_template.jinja', undefined, /more than 262144/],
  ])('%s is a fault of those alone who apply it', async (_, contents, file, place, words) => {
    const tokenizer = await withFiles(contents)
    expect(tokenizer.templates.chat).toBe(true)
    expect(ids(tokenizer.encode('The'))).toEqual([261])
    const fault = faultOf(() => tokenizer.encodeChat('The'))
    expect(fault).toMatchObject({
      kind: 'input',
      file: join(folder, file),
      remedy: expect.stringMatching(/chat template/),
    })
    expect(fault.place).toBe(place)
    expect(fault.message).toMatch(words)
  })

  it('that is missing is said where one is asked for', async () => {
    const tokenizer = await withFiles({})
    expect(faultOf(() => tokenizer.encodeChat('The'))).toMatchObject({
      message: 'The model has no chat template',
      file: folder,
      place: 'chat_template.jinja',
    })
  })
})

function faultOf(work: () => unknown): Fault['data'] {
  try {
    work()
  } catch (error) {
    if (error instanceof Fault) return error.data
    throw error
  }
  throw new Error('It went well')
}
