import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anatomy } from '../../src/shared/anatomy'
import { runCli } from './run-cli'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-anatomy-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), 'anatomy', ...args])

describe('where the parameters are, on the command line', () => {
  it('is a table by kind, beside a published model, and one by layer', async () => {
    const { code, stdout, stderr } = await run('sample', '--against', 'gpt-3', '--length', '128')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('174,604,259,328 (174.6B)')
    expect(stdout).toMatch(/attention +57,982,058,496, 33 % of all/)
    const row = (part: string) => stdout.split('\n').find((line) => line.startsWith(`${part}  `))!
    expect(row('Embedding').trim().split(/ {2,}/)).toEqual([
      ...['Embedding', '414,336', '26 %', '829 kB'],
      ...['617,558,016', '0.4 %', '1.24 GB'],
    ])
    expect(stdout).toMatch(/^layer 0 to 5, each +198,272 +12 %$/m)
  })

  it('is written as JSON', async () => {
    const { code, stdout } = await run('gpt-3', '--json')
    expect(code).toBe(0)
    expect(anatomy.parse(JSON.parse(stdout)).parameters).toBe(174_604_259_328)
  })

  it('is drawn, and its numbers written, by the file’s ending', async () => {
    const [svg, csv] = ['anatomy.svg', 'anatomy.csv'].map((name) => join(folder, name)) as [string, string]
    const { code, stderr } = await run('sample', '--against', 'gpt-3', '--out', svg, '--out', csv)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(readFileSync(svg, 'utf8')).toContain('GPT-3 175B')
    expect(readFileSync(csv, 'utf8')).toMatch(/^model,stack,layer,part,parameters,share,bytes\r?$/m)
    expect(readFileSync(csv, 'utf8')).toContain('617558016')
  })

  it.each([
    [['gpt-3', '--out', 'a.svg'], /A figure is of a model that opens/],
    [['sample', '--against', 'fixtures/models/mixtral-tiny', '--out', 'a.svg'], /beside published models alone/],
  ])('is not drawn of what could not be made again: %j', async (args, message) => {
    const { code, stderr } = await run(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })

  it('is counted from a config.json alone', async () => {
    const { code, stdout } = await run('fixtures/models/mixtral-tiny/config.json')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Router /m)
  })

  it('is refused with one line for what is no model', async () => {
    const { code, stdout, stderr } = await run('gpt-33')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
