import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { trajectory } from '../../src/shared/trajectory'
import { makeInstruct } from '../instruct-model'
import { runCli } from './run-cli'

const message = 'The Eiffel Tower is in Paris'
/** What transformers made of the message (fixtures/make_chats.py). */
const said: { ids: number[]; special: number[] } = JSON.parse(
  readFileSync('fixtures/reference/chats.json', 'utf8'),
).chats.llama3.find((one: { message: string }) => one.message === message)
const own = said.ids.filter((_, at) => said.special[at] === 0)

let folder: string
let model: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-reading-'))
  model = makeInstruct(join(folder, 'instruct'), 'llama3')
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), ...args])

it.each([
  [[], [0, ...own]],
  [['--no-special-tokens'], own],
  [['--chat'], said.ids],
])('a trace with %j is of the tokens of transformers', async (options, ids) => {
  const out = join(folder, 'trace.json')
  const words = ['--prompt', message, '--token', '@2', ...options, '--out', out]
  const { code, stderr } = await run('trace', model, ...words, '--device', 'cpu')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const saved = z.object({ trajectory }).parse(JSON.parse(readFileSync(out, 'utf8')))
  expect(saved.trajectory.tokens.map(({ id }) => id)).toEqual(ids)
})

it('a chat template that refuses ends with 1 and its own words', async () => {
  const other = makeInstruct(join(folder, 'refusing'), 'llama3')
  writeFileSync(join(other, 'chat_template.jinja'), "{{ raise_exception('Tools are missing') }}")
  const { code, stderr } = await run('trace', other, '--prompt', message, '--token', '@2', '--chat')
  expect(code).toBe(1)
  expect(stderr).toMatch(/chat_template\.jinja: The chat template refuses the message: Tools are missing\. .*\n$/)
})
