import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-directions-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), ...args, '--device', 'cpu'])

describe('directions on the command line', () => {
  it('add words up, and say where the words of the sum would stand', async () => {
    const { code, stdout, stderr } = await run('arithmetic', 'sample', 'king - man + woman', '--count', '3')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^cosine with the rows of W_E\nLeft out are the terms’ own words: ·king \(1\.\)/)
    expect(stdout).toMatch(/rank +word +cosine\n +2 +“·queen” +0\.\d{3}\n/)
  })

  it('are made of a shipped list or of files, drawn, and kept by name', async () => {
    const [from, to, svg] = ['men.txt', 'women.csv', 'gender.svg'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(from, 'king\nman\nboy\n')
    writeFileSync(to, 'queen,woman,girl\n')
    const { code, stdout } = await run(
      'direction',
      'sample',
      '--from',
      from,
      '--to',
      to,
      '--save',
      'gender',
      '--out',
      svg,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/direction +gender: men.txt → women.csv, in W_E/)
    expect(stdout).toContain('saved as “gender”')
    expect(readFileSync(svg, 'utf8')).toContain('men.txt (3)')
    const shipped = await run('direction', 'sample', '--list', 'capitals')
    expect(shipped.stdout).toMatch(/apart +Cohen’s d \d/)
    expect(shipped.stdout).toMatch(/left out .*Baghdad/)
  })

  it('probe every layer', async () => {
    const { code, stdout } = await run('probe', 'sample', '--list', 'subject-number')
    expect(code).toBe(0)
    expect(stdout).toMatch(/128 dimensions and 80 sentences/)
    expect(stdout.match(/^blocks\..*%$/gm)).toHaveLength(13)
  })

  it.each([
    [['arithmetic', 'sample', 'king -'], /is no sum of words/],
    [['arithmetic', 'sample', 'king', '--at', 'blocks.0.hook_resid_post'], /give --sentence/],
    [['direction', 'sample'], /Give --list, or --from and --to/],
    [['direction', 'sample', '--list', 'colours'], /There is no list of words “colours”; there is capitals, gender/],
  ])('refuse wrong use: %j', async (args, message) => {
    const { code, stderr } = await run(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})
