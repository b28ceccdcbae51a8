// One model in a process of its own, for bench/four-bits.ts: takes a variant as JSON, prints what it measured as JSON.
import { openCheckpoint } from '../src/main/checkpoint/index'
import { readArchitecture } from '../src/main/families/index'
import { chooseFourBits } from '../src/main/graph/index'
import { runnerOf } from '../src/main/inference/index'
import { openWeightCache, weightFiles } from '../src/main/weights/index'
import { watchMemory } from './process-memory'
import { tokenIds } from './prompts'
import { median, timed } from './samples'

export interface FourBitVariant {
  readonly file: string
  /** Of the cache. */
  readonly folder: string
  readonly form: 'plain' | 'four bits'
  /** Tokens of each run that is timed. */
  readonly lengths: readonly number[]
}

export interface Measured {
  /** Milliseconds until the weights were ready. */
  readonly prepare: number
  /** Milliseconds from there to the result of a first run of 16 tokens. */
  readonly first: number
  /** Bytes in use at most until then. */
  readonly peak: number
  /** Milliseconds of a run of each length: the median of five after one. */
  readonly ms: readonly number[]
  /** The same once all is packed, as the engine does when it is left alone. */
  readonly packed: readonly number[]
}

const { file, folder, form, lengths } = JSON.parse(process.argv[2]!) as FourBitVariant
const watch = watchMemory(process.pid)
const checkpoint = await openCheckpoint(file)
const architecture = readArchitecture(checkpoint)
const { vocabulary, layers } = architecture.sizes
const cache = openWeightCache({ folder, limit: () => 1e12 })
const chosen = form === 'plain' ? [] : chooseFourBits(checkpoint, architecture).inFourBits
const fourBits = new Set(chosen.map(({ name }) => name))
const began = performance.now()
const files = await weightFiles(checkpoint, { cache, fourBits })
const prepare = performance.now() - began
const runner = runnerOf(architecture, 'cpu', files)
const taps = [...Array.from({ length: layers }, (_, layer) => `blocks.${layer}.hook_resid_post`), 'logits']
const run = (length: number, seed: number) =>
  runner.run({ tokenIds: [tokenIds(length, seed).map((id) => id % vocabulary)] }, taps)
const first = await timed(() => run(16, 0))
const peak = watch.peak()
watch.stop()
const ms = await times()
await runner.warm()
const packed = await times()
await runner.release()
const measured: Measured = { prepare, first, peak, ms, packed }
console.log(JSON.stringify(measured))

async function times(): Promise<number[]> {
  const all: number[] = []
  for (const length of lengths) {
    const samples: number[] = []
    for (let round = 0; round < 6; round++) samples.push(await timed(() => run(length, round)))
    all.push(median(samples.slice(1)))
  }
  return all
}
