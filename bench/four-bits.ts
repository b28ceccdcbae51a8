import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fetchSmolLM2 } from './fetch'
import type { FourBitVariant, Measured } from './four-bits-run'
import { findPython } from './python'
import { median, ratios } from './samples'
import { atMost, type LeftOut, number, type Row } from './table'

const what = 'four bits / plain numbers'
const lengths = [16, 64]

/**
 * SmolLM2-135M on the CPU with its blocks' matrices in four bits, against the same file turned into plain numbers: as it is, in
 * Q4_1, whose offsets are multiplied apart, and again in Q4_0, which has none. Each run is a process of its own.
 */
export async function measureFourBits(rounds: number): Promise<(Row | LeftOut)[]> {
  if (platform() !== 'linux') return [{ what, because: 'memory is read from /proc, which only Linux has' }]
  const model = fetchSmolLM2()
  if ('because' in model) return [{ what, because: model.because }]
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  try {
    const requantised = requantise(model.path, join(folder, 'q4_0.gguf'))
    return [
      ...compare('Q4_1', model.path, folder, rounds),
      ...('because' in requantised
        ? [{ what: `${what}, Q4_0`, because: requantised.because }]
        : compare('Q4_0', requantised.path, folder, rounds)),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function compare(type: string, file: string, folder: string, rounds: number): Row[] {
  const forms = ['plain', 'four bits'] as const
  const samples = { plain: empty(), 'four bits': empty() }
  for (let round = 0; round < rounds; round++) {
    for (const state of ['cold', 'cached'] as const) {
      for (const form of forms) {
        const cache = join(folder, `${type}-${form}`)
        if (state === 'cold') rmSync(cache, { recursive: true, force: true })
        samples[form][state].push(run({ file, folder: cache, form, lengths }))
      }
    }
  }
  const row = (
    name: string,
    state: 'cold' | 'cached',
    pick: (measured: Measured) => number,
    unit: 'ms' | 'MB',
    aim: Row['aim'] = null,
  ): Row => {
    const [plain, own] = forms.map((form) => samples[form][state].map(pick)) as [number[], number[]]
    return {
      what: `${what}, ${type}: ${name}`,
      values: ratios(own, plain),
      unit: '×',
      aim,
      from: `${number(median(own))} ${unit} / ${number(median(plain))} ${unit}`,
    }
  }
  const first = ({ prepare, first: ran }: Measured) => prepare + ran
  return [
    row('first result, nothing in the cache', 'cold', first, 'ms'),
    row('first result, from the cache', 'cached', first, 'ms'),
    row(
      'peak memory until then',
      'cached',
      ({ peak }) => peak / 1e6,
      'MB',
      atMost(0.67, 'the table of words is plain, and the process itself comes on top.'),
    ),
    ...lengths.map((length, at) => row(`a run of ${length} tokens`, 'cached', ({ ms }) => ms[at]!, 'ms')),
    ...lengths.map((length, at) =>
      row(`a run of ${length} tokens, all packed`, 'cached', ({ packed }) => packed[at]!, 'ms'),
    ),
  ]
}

function empty(): Record<'cold' | 'cached', Measured[]> {
  return { cold: [], cached: [] }
}

function run(variant: FourBitVariant): Measured {
  const script = join(import.meta.dirname, 'four-bits-run.ts')
  const output = execFileSync(process.execPath, [...process.execArgv, script, JSON.stringify(variant)])
  return JSON.parse(output.toString()) as Measured
}

function requantise(file: string, out: string): { readonly path: string } | { readonly because: string } {
  const python = findPython('gguf', 'numpy')
  if ('because' in python) return python
  const script = join(dirname(import.meta.dirname), 'fixtures/requantise_gguf.py')
  execFileSync(python.command, [script, file, 'Q4_0', out])
  return { path: out }
}
