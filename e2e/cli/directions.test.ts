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
      '--along',
      'doctor, uncle',
      '--save',
      'gender',
      '--out',
      svg,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/direction +gender: men.txt → women.csv, in W_E/)
    expect(stdout).toContain('saved as “gender”')
    expect(stdout).toMatch(/uncle +doctor, uncle\n/)
    expect(readFileSync(svg, 'utf8')).toContain('doctor, uncle (2)')
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

  it('become axes of a path, by their names or as two words, and stand at angles', async () => {
    await run('direction', 'sample', '--list', 'gender', '--save', 'gender')
    const svg = join(folder, 'axes.svg')
    const prompt = ['--prompt', 'The king loves his', '--token', 'his']
    const { code, stdout } = await run(
      'trace',
      'sample',
      ...prompt,
      '--axis',
      'gender',
      '--axis',
      'queen - king',
      '--out',
      svg,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/“gender” and “queen − king” and principal components of the rest keep \d+ % of the path/)
    const drawn = readFileSync(svg, 'utf8')
    expect(drawn).toContain('male → female')
    expect(drawn).toContain('king → queen')
    const both = await run('compare', 'sample', 'sample', ...prompt, '--axis', 'gender', '--out', svg)
    expect(both.code).toBe(0)
    expect(readFileSync(svg, 'utf8')).toContain('male → female')
    const angles = await run('angles', 'sample', 'gender', 'queen - king', 'woman - man')
    expect(angles.stdout).toMatch(/two random directions in 128 dimensions: cosine 0 ± 0\.088/)
    expect(angles.stdout).toMatch(/2 queen − king +0\.\d{3} +\d+\.\d° *\n/)
    const told = JSON.parse((await run('angles', 'sample', 'queen - king', 'king - queen', '--json')).stdout)
    expect(told.cosines[0][1]).toBeCloseTo(-1, 6)
  })

  it.each([
    [['trace', 'sample', '--prompt', 'a b', '--token', 'a', '--axis', 'mood'], /No direction is saved as “mood”/],
    [['angles', 'sample', 'queen - king'], /An angle is between two/],
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
