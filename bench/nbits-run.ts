// One product in a process of its own, for bench/nbits.ts: takes a variant as JSON, prints what it measured as JSON.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { probeGraphs } from '../src/main/graph/index'
import { nBitsProduct, plainProduct } from '../src/main/graph/testing/nbits-graph'
import type { NBitsType } from '../src/main/weights/index'
import { memoryOf } from './process-memory'
import { random } from './random'
import { median } from './samples'

export interface NBitsVariant {
  /** Of the weights' files. */
  readonly folder: string
  readonly type: NBitsType
  readonly inputs: number
  readonly outputs: number
  /** Null for the product of the F32 weights. */
  readonly accuracyLevel: 1 | 4 | null
  readonly packed: boolean
  readonly device: 'cpu' | 'webgpu'
  /** Tokens of each product that is timed. */
  readonly lengths: readonly number[]
}

export interface Measured {
  /** Milliseconds until the session was open. */
  readonly open: number
  /** Milliseconds of a product of each length: the median of five after one. */
  readonly ms: readonly number[]
  /** Bytes more in use once it was open and had run, the file's mapped pages among them. */
  readonly memory: number
  /** Largest difference from the product of the dequantised values in F64, over that product's root mean square. */
  readonly error: number
}

const variant = JSON.parse(process.argv[2]!) as NBitsVariant
const { folder, type, inputs, outputs, accuracyLevel, packed, device } = variant
const next = random(7)
const input = (tokens: number) => {
  const values = Float32Array.from({ length: tokens * inputs }, () => 2 * next() - 1)
  return new Tensor('float32', values, [tokens, inputs])
}
const first = input(8)

// What the runtime itself takes is not the product's.
await (await InferenceSession.create(probeGraphs.plain().model, { executionProviders: ['cpu'] })).release()
const before = memoryOf(process.pid).used
const start = performance.now()
const session = await InferenceSession.create(model(), {
  executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
  logSeverityLevel: 3,
  extra: {
    session: {
      model_external_initializers_file_folder_path: folder,
      disable_prepacking: packed ? '0' : '1',
      intra_op: { spin_duration_us: '1000' },
    },
  },
})
const open = performance.now() - start
const { y } = await session.run({ x: first })
const memory = memoryOf(process.pid).used - before
const ms: number[] = []
for (const tokens of variant.lengths) {
  const x = input(tokens)
  const times: number[] = []
  for (let round = 0; round < 6; round++) {
    const began = performance.now()
    await session.run({ x })
    times.push(performance.now() - began)
  }
  ms.push(median(times.slice(1)))
}
await session.release()
const measured: Measured = { open, ms, memory, error: errorOf(y!.data as Float32Array) }
console.log(JSON.stringify(measured))

function model(): Uint8Array {
  if (accuracyLevel === null) return plainProduct(`${type}.plain`, { inputs, outputs })
  const [bits, offsets] = [type === 'Q8_0' ? 8 : 4, type === 'Q4_1'] as const
  return nBitsProduct(`${type}.numbers`, { inputs, outputs, bits, offsets, accuracyLevel })
}

function errorOf(product: Float32Array): number {
  const weight = new Float32Array(new Uint8Array(readFileSync(join(folder, `${type}.plain`))).buffer)
  const x = first.data as Float32Array
  let [largest, squares] = [0, 0]
  for (let at = 0; at < product.length; at++) {
    const [row, column] = [Math.floor(at / outputs) * inputs, (at % outputs) * inputs]
    let exact = 0
    for (let i = 0; i < inputs; i++) exact += x[row + i]! * weight[column + i]!
    largest = Math.max(largest, Math.abs(product[at]! - exact))
    squares += exact * exact
  }
  return largest / Math.sqrt(squares / product.length)
}
