import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { plain, quantised, readTwoModels } from '../../src/main/engine/testing/two-models'
import { twoModels } from '../../src/shared/two-models'
import { runCli } from './run-cli'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-compare-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), 'compare', ...args])
const reference = readTwoModels()
const prompt = ['--token-ids', reference.ids.join(','), '--token', `@${reference.position}`]

describe('two quantisations on the command line', () => {
  it('are printed station by station, with the numbers that PyTorch gives', async () => {
    const { code, stdout, stderr } = await run(quantised, plain, ...prompt)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^llama-quantised · Q.* · cpu · computed\nagainst llama-f16 · F16 \+ F32, /)
    const rows = Array.from(stdout.matchAll(/^ +\d+ +.*(?:embed|attention|MLP) .*$/gm), ([row]) =>
      row.trim().split(/ {2,}/),
    )
    expect(rows).toHaveLength(reference.stations.length)
    for (const [station, row] of rows.entries()) {
      const cells = station === 0 ? row.slice(2) : row.slice(3)
      expect(Number(cells[0])).toBeCloseTo(reference.distances[station]!, 2)
      expect(cells[2]).toBe(reference.cosines[station]!.toFixed(5))
    }
    expect(rows[1]!.slice(-1)).toEqual([expect.stringMatching(/^head \d \d\.\d{4}$/)])
    expect(stdout).toContain(`KL divergence ${reference.divergence.toFixed(4)} bits`)
  })

  it('are written as the picture and the numbers, by the ending', async () => {
    const out = (ending: string) => join(folder, `two.${ending}`)
    const outs = ['svg', 'json', 'csv'].flatMap((ending) => ['--out', out(ending)])
    const { code, stdout } = await run(quantised, plain, ...prompt, ...outs)
    expect(code).toBe(0)
    expect(stdout).toContain(`${out('svg')} · `)
    expect(readFileSync(out('svg'), 'utf8')).toContain('part at L1 attention')
    const { models } = z.object({ models: twoModels }).parse(JSON.parse(readFileSync(out('json'), 'utf8')))
    expect(models.position).toBe(reference.position)
    expect(readFileSync(out('csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(1 + reference.stations.length)
  })

  it('have their weights listed, and written as a table, without a prompt', async () => {
    const out = join(folder, 'weights.csv')
    const { code, stdout, stderr } = await run(quantised, plain, '--weights', '--out', out)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const [name, { a, relative }] of Object.entries(reference.weights)) {
      const row = stdout.split('\n').find((line) => line.startsWith(`${name} `))!
      expect(row).toContain(` ${a.dtype} `)
      const shown = Number.parseFloat(/([\d.]+) %/.exec(row)![1]!)
      expect(Math.abs(shown - 100 * relative)).toBeLessThan(0.51)
    }
    expect(readFileSync(out, 'utf8')).toContain('lm_head.weight,96x64,')
  })

  it('are said to be alike station by station, over the tokens of several sentences', async () => {
    const texts = join(folder, 'texts.txt')
    writeFileSync(texts, 'The mole digs a hole\n\nJohn gave a drink to Mary\n')
    const out = join(folder, 'cka.csv')
    const words = ['--cka', '--prompt', 'The Eiffel Tower is in Paris', '--texts', texts, '--out', out]
    const { code, stdout, stderr } = await run('sample', 'sample', ...words)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/over \d+ tokens of 3 sentences/)
    expect(stdout).toMatch(/^L5 MLP +1\.0000 +1\.0000 +L5 MLP +1\.0000$/m)
    expect(readFileSync(out, 'utf8').trimEnd().split('\r\n')).toHaveLength(1 + 13 * 13)
  })

  it('are refused with one line where they are two kinds of model', async () => {
    const { code, stdout, stderr } = await run(quantised, 'fixtures/models/t5-tiny-gated', ...prompt)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/nothing that can be compared: t5-tiny-gated reads two texts/)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
