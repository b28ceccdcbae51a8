import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { headCircuit } from '../../src/shared/circuits'
import { runCli } from './run-cli'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-circuits-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), 'circuits', 'sample', ...args])

describe('circuits on the command line', () => {
  it('are of one head: its directions, a matrix of words, and its strongest pairs with a word held', async () => {
    const out = (ending: string) => join(folder, `head.${ending}`)
    const { code, stdout, stderr } = await run(
      ...['--head', '3.1', '--circuit', 'ov', '--words', 'the king and the queen', '--pairs', '5'],
      ...['--from-word', 'king', '--out', out('svg'), '--out', out('json'), '--out', out('csv')],
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^sample · head 3\.1, OV circuit · cpu\nLayerNorm’s gains and centring are folded in/)
    expect(stdout).toMatch(/32 singular values of W_V W_O in 128 dimensions, effective rank \d/)
    expect(stdout).toContain('Strongest of 3237 pairs, with ·king held')
    expect(readFileSync(out('svg'), 'utf8')).toContain('Head 3.1: OV circuit')
    const { 'circuit-matrix': answer } = z
      .object({ 'circuit-matrix': headCircuit })
      .parse(JSON.parse(readFileSync(out('json'), 'utf8')))
    expect(answer.from!.map(({ text }) => text)).toContain(' queen')
    expect(readFileSync(out('csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(1 + answer.from!.length ** 2)
  }, 60_000)

  it('are of all heads: measures, compositions and the induction circuits', async () => {
    const out = join(folder, 'composition.svg')
    const { code, stdout, stderr } = await run('--out', out)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ +3\.3 +−0\.\d\d +0\.\d\d +0\.0\d +0\.9\d$/m)
    expect(stdout).toMatch(/K-composition, strongest of 240: mean 0\.105 ± 0\.024, chance 0\.088/)
    expect(stdout).toMatch(/^ +2\.3 +3\.3 +0\.159$/m)
    expect(readFileSync(out, 'utf8')).toContain('Composition of heads')
  }, 60_000)

  it('say what is wrong with what they were given', async () => {
    expect(await run('--head', '9.0')).toMatchObject({ code: 2 })
    expect((await run('--head', '9.0')).stderr).toContain('9.0 names no head of this model; write one as 0.0 to 5.3.')
    expect((await run('--pairs', '5')).stderr).toContain('Words and pairs are of one head: give --head.')
  })
})
