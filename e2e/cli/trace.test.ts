import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { readProvenance } from '../../src/main/export/read-provenance'
import { deviceChoice, modelInfo } from '../../src/shared/model-info'
import { trajectory } from '../../src/shared/trajectory'
import { runCli } from './run-cli'

const gpt2 = 'fixtures/models/gpt2-tiny'
const eiffel = 'The Eiffel Tower is in Paris'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-trace-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), ...args])
const read = (ending: string) => readFileSync(join(folder, `tower.${ending}`))

describe('a trace', () => {
  const endings = ['svg', 'pdf', 'png', 'csv', 'json']
  let printed: string

  beforeAll(async () => {
    const outs = endings.flatMap((ending) => ['--out', join(folder, `tower.${ending}`)])
    const size = ['--width', '480', '--height', '320', '--dpi', '192']
    const { code, stdout, stderr } = await run('trace', gpt2, '--prompt', eiffel, '--token', 'Tower', ...size, ...outs)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    printed = stdout
  })

  it('prints a row for each step, and names the files that it wrote', () => {
    expect(printed).toMatch(/^gpt2-tiny · token @2 “·Tower” · raw view · three axes keep \d+.% of the path’s variance/)
    const rows = Array.from(printed.matchAll(/^ +(\d+) +((\d+) +)?(embed|attention|MLP) /gm), ([row]) => row)
    expect(rows.map((row) => row.trim().replace(/ +/g, ' '))).toEqual([
      '0 embed',
      ...[0, 1, 2].flatMap((layer) => [`${2 * layer + 1} ${layer} attention`, `${2 * layer + 2} ${layer} MLP`]),
    ])
    for (const ending of endings) expect(printed).toContain(join(folder, `tower.${ending} · `))
  })

  it('writes by the ending: a picture with the token’s name in it', () => {
    expect(read('svg').toString('utf8')).toContain('<title>Tower in “The Eiffel Tower is in Paris”')
    expect(read('pdf').toString('latin1', 0, 5)).toBe('%PDF-')
    const png = read('png')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([960, 640])
    for (const ending of ['svg', 'pdf', 'png']) {
      expect(readProvenance(read(ending)), ending).toMatchObject({ prompt: { text: eiffel }, spec: { position: 2 } })
    }
  })

  it('writes by the ending: the numbers, a row for each step', () => {
    const saved = z.object({ trajectory }).parse(JSON.parse(read('json').toString('utf8'))).trajectory
    expect(saved.steps).toHaveLength(7)
    expect(saved.tokens[saved.position]).toMatchObject({ id: 289, text: ' Tower' })
    const lines = read('csv').toString('utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(8)
    expect(lines[1]).toContain(String(saved.steps[0]!.norm))
  })

  it('is answered from the store the second time', async () => {
    const { stdout } = await run('trace', gpt2, '--prompt', eiffel, '--token', 'Tower')
    expect(stdout.split('\n')[0]).toMatch(/from the store$/)
  })
})

it('what a model is comes as JSON, too', async () => {
  const { code, stdout, stderr } = await run('inspect', gpt2, '--json', '--device', 'cpu')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const facts = modelInfo.extend({ device: deviceChoice }).parse(JSON.parse(stdout))
  expect(facts).toMatchObject({ name: 'gpt2-tiny', layers: 3, heads: 4, dModel: 24, vocabulary: 320, dtype: 'F32' })
  expect(facts.device).toEqual({ wish: 'cpu', device: 'cpu', reasons: [] })
})

it('a classifier’s classes stand below the steps, those of the traced token where each has its own', async () => {
  const classes = async (name: string) => {
    const ids = ['--token-ids', '7,8,9', '--token', '@1', '--device', 'cpu']
    const { code, stdout, stderr } = await run('trace', `fixtures/models/${name}`, ...ids)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return stdout.slice(stdout.indexOf('\n\n', stdout.indexOf('MLP'))).trim()
  }
  expect(await classes('bert-tiny-classifier')).toMatch(
    /^classes of the text\n\nclass +score +probability\n(\S+ .+\n?){3}$/,
  )
  expect(await classes('bert-tiny-tokens')).toMatch(
    /^classes of each token · token @1 “8”\n\nclass .*\n(\S+ .+\n?){5}$/,
  )
})
