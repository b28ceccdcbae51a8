// The activation store beside plain files, in one run: `node --import ./bench/ts-modules.mjs bench/store.ts`.
// Times are medians; what counts is the ratio, since both sides share this machine and its load.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openActivationStore, type RunKey } from '../src/main/activations/index'
import type { FloatTensor } from '../src/shared/tensor'

const rounds = 7
const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))

/** Captures in the size of GPT-2 small's (12 layers, d_model 768): the residual stream alone, and all hook points. */
const captures = [
  { name: 'residual stream, 16 tokens', taps: 37, values: 16 * 768 },
  { name: 'residual stream, 256 tokens', taps: 37, values: 256 * 768 },
  { name: 'all hook points, 64 tokens', taps: 146, values: 94_000 },
]

function tensors(taps: number, values: number): Map<string, FloatTensor> {
  const made = new Map<string, FloatTensor>()
  for (let tap = 0; tap < taps; tap++) {
    const data = new Float32Array(values)
    for (let i = 0; i < values; i++) data[i] = Math.fround(Math.sin(i * 0.37 + tap))
    made.set(`blocks.${tap}.hook_resid_post`, { type: 'float32', shape: [1, values], data })
  }
  return made
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

const key = (round: number): RunKey => ({ fingerprint: 'bench', tokenIds: [round], device: 'cpu' })

const table: Record<string, Record<string, string>> = {}
for (const { name, taps, values } of captures) {
  const capture = tensors(taps, values)
  const names = [...capture.keys()]
  const megabytes = (taps * values * 4) / 1e6
  const times: Record<'files' | 'put' | 'settle' | 'dropping' | 'read' | 'get', number[]> = {
    files: [],
    put: [],
    settle: [],
    dropping: [],
    read: [],
    get: [],
  }
  const at = join(folder, name.replaceAll(/\W+/g, '-'))
  mkdirSync(at)
  const store = openActivationStore({ folder: join(at, 'store'), limitBytes: 8e9 })
  const small = openActivationStore({ folder: join(at, 'full'), limitBytes: megabytes * 1e6 * 3 + 4e6 })
  for (let round = 0; round < rounds; round++) {
    // Interleaved, so that a change of the machine's load meets both.
    times.files.push(
      timed(() => {
        for (const [tap, tensor] of capture) {
          writeFileSync(join(at, `${round}-${tap}.f32`), new Uint8Array(tensor.data.buffer))
        }
      }),
    )
    times.put.push(timed(() => store.put(key(round), capture)))
    // What is done after the answer: the log is folded into the file and flushed to the disk, as plain files are not.
    times.settle.push(timed(() => store.info()))
    times.dropping.push(timed(() => small.put(key(round), capture)))
    small.info()
    times.read.push(timed(() => names.map((tap) => readFileSync(join(at, `${round}-${tap}.f32`)))))
    times.get.push(timed(() => store.get(key(round), names)))
  }
  const ms = (value: number) => value.toFixed(1)
  const ratio = (ours: number[], plain: number[]) => (median(ours) / median(plain)).toFixed(2)
  table[name] = {
    MB: megabytes.toFixed(1),
    'put ms': ms(median(times.put)),
    'put / files': ratio(times.put, times.files),
    'afterwards ms': ms(median(times.settle)),
    'put, dropping ms': ms(median(times.dropping.slice(3))),
    'get ms': ms(median(times.get)),
    'get / files': ratio(times.get, times.read),
    'get MB/s': (megabytes / (median(times.get) / 1000)).toFixed(0),
    'disk / data': (store.info().bytes / (megabytes * 1e6 * rounds)).toFixed(3),
  }
  store.close()
  small.close()
}
console.table(table)
rmSync(folder, { recursive: true })
