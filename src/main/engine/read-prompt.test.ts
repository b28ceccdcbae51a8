import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { homeCamera } from '../../shared/figures/trajectory-cameras'
import type { TrajectorySpec } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'
import { readProvenance } from '../export'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

const text = 'The Eiffel Tower is in Paris'
const ids = (tokens: readonly { id: number }[]) => tokens.map(({ id }) => id)

/** What transformers made of the sentence in the chat template that lies beside the model (fixtures/make_chats.py). */
async function expected(): Promise<{ chat: number[]; plain: number[]; whole: number[] }> {
  const reference = JSON.parse(await readFile('fixtures/reference/chats.json', 'utf8'))
  const chat: number[] = reference.chats.llama3.find((one: { message: string }) => one.message === text).ids
  // The message is what stands between the header and its end, where the template puts nothing else.
  const plain = chat.slice(chat.indexOf(3) + 3, chat.indexOf(4))
  return { chat, plain, whole: [0, ...plain] }
}

let client: Client
let path: string
beforeEach(async () => {
  const folder = await temporaryFolder()
  path = join(folder, 'instruct')
  await cp(resolve('fixtures/models/llama-tiny'), path, { recursive: true })
  await cp(resolve('fixtures/chats/llama3'), path, { recursive: true })
  const { engine, client: started } = await startEngine(folder)
  client = started
  onTestFinished(() => engine.close())
})

it('words are read with special tokens, without, or as a chat, which doubles none', async () => {
  const { chat, plain, whole } = await expected()
  const tokenize = async (how: object) => client.model.tokenize({ path, text, ...how })
  expect(ids((await tokenize({})).tokens)).toEqual(whole)
  expect(ids((await tokenize({ special: true })).tokens)).toEqual(whole)
  expect(ids((await tokenize({ special: false })).tokens)).toEqual(plain)
  for (const special of [true, false]) {
    const { tokens, templates } = await tokenize({ chat: true, special })
    expect(ids(tokens)).toEqual(chat)
    expect(tokens.flatMap((token) => (token.special ? [] : [token.id]))).toEqual(plain)
    expect(templates).toEqual({ special: true, chat: true })
  }
})

it('no words are no tokens, also in a chat, and say nothing of the templates', async () => {
  const answer = { tokens: [], context: 64, templates: null }
  expect(await client.model.tokenize({ path, text: '', chat: true })).toEqual(answer)
  const call = answerOf(client.run({ path, prompt: { text: '', chat: true }, device: 'cpu' }))
  await expect(call).rejects.toMatchObject({ data: { message: 'The prompt is empty' } })
})

it('a run is of the tokens of its template, and so is a figure that is drawn again', async () => {
  const { chat } = await expected()
  const prompt = { text, chat: true }
  const run = await answerOf(client.run({ path, prompt, device: 'cpu' }))
  expect(ids(run.answer.tokens)).toEqual(chat)
  // The same ids are the same run, however they came about.
  expect((await answerOf(client.run({ path, prompt: { ids: chat }, device: 'cpu' }))).answer.fromStore).toBe(true)
  const looked = { path, prompt, device: 'cpu', position: 9, view: 'raw', watch: null } as const
  const { answer } = await answerOf<Trajectory>(client.analyse.trajectory(looked))
  expect(answer.tokens[9]).toMatchObject({ special: false })
  const size = { width: 480, height: 320 }
  const spec: TrajectorySpec = {
    ...{ kind: 'trajectory', version: 1, theme: 'light', position: 9, view: 'raw', pinned: [], station: null },
    ...{ prompt, model: answer.model, camera: homeCamera(answer, size), ...size, parts: null },
    show: { words: 10, otherTokens: false },
  }
  const { answer: file } = await answerOf(client.export.figure({ path, device: 'cpu', spec, format: 'svg', dpi: 96 }))
  const svg = new Uint8Array(await file.arrayBuffer())
  expect(readProvenance(svg)).toMatchObject({ prompt, spec: { prompt } })
})

it('a chat template that appears, changes or goes away counts from then on', async () => {
  const said = async () => {
    const { tokens } = await client.model.tokenize({ path, text: 'Paris', chat: true })
    return tokens.map((token) => token.text).join('')
  }
  expect(await said()).toMatch(/^<\|begin_of_text\|><\|start_header_id\|>user/)
  const file = join(path, 'chat_template.jinja')
  await writeFile(file, 'In {{ messages[0].content }}')
  expect(await said()).toBe('In Paris')
  await writeFile(file, "{{ raise_exception('No, not in Paris') }}")
  await expect(said()).rejects.toMatchObject({
    data: { kind: 'input', file, message: 'The chat template refuses the message: No, not in Paris' },
  })
  await rm(file)
  expect(await said()).toMatch(/^<\|begin_of_text\|>/)
})
