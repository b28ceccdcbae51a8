// Whether ONNX Runtime's MatMulNBits could stand for dequantised weights: error, time and memory of one product beside the same
// product of the F32 weights, each in processes of their own that take turns.
// `node --experimental-transform-types --import ./bench/ts-modules.mjs bench/nbits.ts`
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { swiftShader } from '../e2e/swiftshader'
import { dequantise, dequantisedTypes, type NBitsType, repackForNBits } from '../src/main/weights/index'
import type { Measured, NBitsVariant } from './nbits-run'
import { random } from './random'
import { median, ratios } from './samples'
import { number } from './table'

const rounds = 3
const types = ['Q4_0', 'Q4_1', 'Q8_0'] as const
const shapes = [
  { inputs: 576, outputs: 1536 },
  { inputs: 2048, outputs: 8192 },
]
const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
const gpu = swiftShader()
if (gpu === null) console.log('WebGPU: LEFT OUT, there is no Vulkan device here, not even in software.')

for (const shape of shapes) {
  for (const type of types) writeWeights(type, shape.inputs * shape.outputs)
  measure('cpu', [1, 16, 64, 256], shape)
  if (gpu && shape.outputs < 4096) measure('webgpu', [1, 16, 64], shape)
}
console.log(`load ${loadavg()[0]!.toFixed(1)}`)
rmSync(folder, { recursive: true })

function measure(device: 'cpu' | 'webgpu', lengths: readonly number[], shape: (typeof shapes)[number]): void {
  const packings = device === 'cpu' ? [false, true] : [false]
  const variants = packings.flatMap((packed) =>
    types.flatMap((type) =>
      // Only packed weights are multiplied in eight bits.
      (packed ? ([null, 1, 4] as const) : ([null, 1] as const)).map((accuracyLevel) => ({
        ...shape,
        type,
        packed,
        accuracyLevel,
      })),
    ),
  )
  const samples = variants.map((): Measured[] => [])
  for (let round = 0; round < rounds; round++) {
    variants.forEach((variant, index) => void samples[index]!.push(run({ ...variant, folder, device, lengths })))
  }
  const table: Record<string, Record<string, string>> = {}
  variants.forEach(({ type, packed, accuracyLevel }, index) => {
    const plain = samples[variants.findIndex((each) => each.type === type && each.packed === packed)]!
    const own = samples[index]!
    const of = (pick: (measured: Measured) => number) => median(own.map(pick))
    const cells = lengths.map((length, at) => {
      const times = (side: readonly Measured[]) => side.map(({ ms }) => ms[at]!)
      const ratio = accuracyLevel === null ? '' : ` (${number(median(ratios(times(own), times(plain))))}×)`
      return [`${length} tokens, ms`, `${number(median(times(own)))}${ratio}`]
    })
    const name = accuracyLevel === null ? 'F32' : `accuracy ${accuracyLevel}`
    table[`${type} ${name}${packed ? ', packed' : ''}`] = {
      ...Object.fromEntries(cells),
      'open, ms': number(of(({ open }) => open)),
      'memory, MB': number(of(({ memory }) => memory / 1e6)),
      'largest error / rms': of(({ error }) => error).toExponential(1),
    }
  })
  console.log(`\n${device}, ${shape.inputs} × ${shape.outputs}`)
  console.table(table)
}

function run(variant: NBitsVariant): Measured {
  const script = join(import.meta.dirname, 'nbits-run.ts')
  const env = { ...process.env, ...(variant.device === 'webgpu' ? gpu : {}) }
  const output = execFileSync(process.execPath, [...process.execArgv, script, JSON.stringify(variant)], { env })
  return JSON.parse(output.toString()) as Measured
}

/** Random numbers under usual scales: as a file has them dequantised, and as the operator takes them. */
function writeWeights(type: NBitsType, count: number): void {
  const next = random(6)
  const { bytes, values } = dequantisedTypes.get(type)!
  const blocks = new Uint8Array((count / values) * bytes)
  for (let at = 0; at < blocks.length; at++) blocks[at] = next() * 256
  const half = (value: number) => new Uint8Array(Float16Array.of(value).buffer)
  const levels = type === 'Q8_0' ? 127 : 8
  for (let at = 0; at < blocks.length; at += bytes) {
    blocks.set(half((0.02 + 0.08 * next()) / levels), at)
    if (type === 'Q4_1') blocks.set(half(-0.02 - 0.08 * next()), at + 2)
  }
  const plain = new Float32Array(count)
  dequantise(type, blocks, plain)
  const { numbers, scales, offsets } = repackForNBits(type, blocks)
  const parts = [numbers, scales, ...(offsets ? [offsets] : [])].map((part) => new Uint8Array(part.buffer))
  writeFileSync(join(folder, `${type}.plain`), new Uint8Array(plain.buffer))
  writeFileSync(join(folder, `${type}.numbers`), Buffer.concat(parts))
}
