import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-words-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), 'vocabulary', ...args, '--device', 'cpu'])

/** Rows of numbers by their names; a word may hold a comma, and is left out. */
function columnsOf(csv: string): Map<string, number[]> {
  const [head, ...rows] = csv.trimEnd().split('\r\n')
  const names = head!.split(',')
  const [first, ...rest] = names
  const places = rest.slice(1)
  const cells = rows.map((row) => [row.slice(0, row.indexOf(',')), ...row.split(',').slice(-places.length)])
  return new Map([first!, ...places].map((name, at) => [name, cells.map((row) => Number(row[at] || Number.NaN))]))
}

/** The sample's embedding as its file has it, F16. */
function rowsOfSample(): { readonly rows: Float16Array; readonly words: number; readonly width: number } {
  const file = readFileSync('resources/sample/model.safetensors')
  const start = 8 + Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, start))
  const { shape, data_offsets: at } = header['transformer.wte.weight']
  const bytes = Uint8Array.from(file.subarray(start + at[0], start + at[1]))
  return { rows: new Float16Array(bytes.buffer), words: shape[0], width: shape[1] }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
/** The mean product of what two columns are away from their means. */
function covariance(a: readonly number[], b: readonly number[]): number {
  const [ofA, ofB] = [mean(a), mean(b)]
  return mean(a.map((value, at) => (value - ofA) * (b[at]! - ofB)))
}

describe('all words on the command line', () => {
  it('have the lengths and ranks of the files, and axes that keep what is said; and are drawn', async () => {
    const [csv, json, svg, png] = ['words.csv', 'words.json', 'words.svg', 'words.png'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string]
    const outputs = [csv, json, svg, png].flatMap((file) => ['--out', file])
    const picture = ['--colour', 'script', '--words', '12', '--dpi', '72', '--theme', 'dark']
    const { code, stdout, stderr } = await run('sample', ...outputs, ...picture)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })

    const { rows, words, width } = rowsOfSample()
    const columns = columnsOf(readFileSync(csv, 'utf8'))
    const norms = columns.get('norm')!
    expect(norms).toHaveLength(words)
    for (const id of [0, 7, 1000, words - 1]) {
      expect(norms[id]).toBeCloseTo(Math.hypot(...rows.subarray(id * width, (id + 1) * width)), 4)
    }

    const { vocab, merges } = JSON.parse(readFileSync('resources/sample/tokenizer.json', 'utf8')).model
    const made = (merge: string | string[]) => (typeof merge === 'string' ? merge.split(' ') : merge).join('')
    const ranks = columns.get('rank')!
    for (const rank of [0, 1, 200]) expect(ranks[vocab[made(merges[rank])]]).toBe(rank)

    let whole = 0
    for (let i = 0; i < width; i++) {
      const column = Array.from({ length: words }, (_, id) => rows[id * width + i]!)
      whole += covariance(column, column)
    }
    const told = JSON.parse(readFileSync(json, 'utf8')).vocabulary
    const axes = ['x', 'y', 'z'].map((name) => columns.get(name)!)
    for (const [at, axis] of axes.entries()) {
      expect(covariance(axis, axis) / whole).toBeCloseTo(told.basis.shares[at], 5)
      expect(Math.abs(covariance(axis, axes[(at + 1) % 3]!)) / whole).toBeLessThan(1e-6)
      expect(told.columns[['x', 'y', 'z'][at]!]).toEqual(axis)
    }
    expect(stdout).toContain(`${words} rows of W_E, ${width} numbers each, as they are`)
    expect(stdout).toContain(`component 1 ${Math.round(100 * told.basis.shares[0])}`)

    const drawn = readFileSync(svg, 'utf8')
    expect(drawn).toContain('id="points"')
    expect(drawn).toContain('>PC 2<')
    expect(drawn.match(/id="label-word-/g)!.length).toBeLessThanOrEqual(12)
    // As wide as 672 pixels are at 72 dots an inch.
    expect(readFileSync(png).readUInt32BE(16)).toBe(504)
  })

  it('of an ONNX file lie along NumPy’s principal components', async () => {
    const csv = join(folder, 'graph.csv')
    const { code, stderr } = await run('fixtures/onnx/gpt2-tiny/ts-sdpa-17.onnx', '--out', csv)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // fixtures/make_vocabulary_map.py
    const { components } = JSON.parse(readFileSync('fixtures/reference/vocabulary-map.json', 'utf8'))
    const columns = columnsOf(readFileSync(csv, 'utf8'))
    for (const [id, at] of components.positions.entries()) {
      for (const [axis, name] of ['x', 'y', 'z'].entries()) expect(columns.get(name)![id]).toBeCloseTo(at[axis], 4)
    }
  })

  it.each([
    [2, ['sample', '--layout', 'axes'], /--layout axes goes with --axis/],
    [2, ['sample', '--out', 'words.txt'], /the ending says what is written; it can be .*\.svg.*\.csv/],
    [1, ['sample', '--out', 'no/such/folder/words.svg'], /does not exist/],
    [1, ['sample', '--layout', 'axes', '--axis', 'queen - kingg'], /kingg/],
    [1, ['fixtures/onnx/not.json'], /not\.json/],
  ])('are refused with %i and a line: %j', async (ends, args, message) => {
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stdout }).toEqual({ code: ends, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
