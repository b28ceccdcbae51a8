import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dequantise, dequantisedTypes, type NBitsType, repackForNBits } from '../weights'
import { nBitsProduct } from './testing/nbits-graph'

const inputs = 64
const outputs = 48
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokentrace-nbits-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Blocks without extreme scales, as many as a weight has (fixtures/make_ggml_blocks.py). */
async function weightOf(type: NBitsType): Promise<Uint8Array> {
  const { bytes } = dequantisedTypes.get(type)!
  const stored = await readFile(`fixtures/ggml/${type}.blocks`)
  const usual = [...new Array(stored.length / bytes).keys()].filter((block) => block % 4 < 2)
  const kept = usual
    .slice(0, (inputs * outputs) / 32)
    .map((block) => stored.subarray(block * bytes, (block + 1) * bytes))
  return new Uint8Array(Buffer.concat(kept))
}

/** The weight as the operator has it, [out, in]: what it makes of each unit vector. */
async function weightInside(type: NBitsType, blocks: Uint8Array, packed: boolean): Promise<Float32Array> {
  const { bits, numbers, scales, offsets } = repackForNBits(type, blocks)
  const parts = [numbers, scales, ...(offsets ? [offsets] : [])]
  await writeFile(join(folder, type), Buffer.concat(parts.map((part) => new Uint8Array(part.buffer))))
  const model = nBitsProduct(type, { inputs, outputs, bits, offsets: offsets !== null, accuracyLevel: 1 })
  const session = await InferenceSession.create(model, {
    extra: {
      session: { model_external_initializers_file_folder_path: folder, disable_prepacking: packed ? '0' : '1' },
    },
  })
  const units = new Float32Array(inputs * inputs)
  for (let i = 0; i < inputs; i++) units[i * inputs + i] = 1
  const { y } = await session.run({ x: new Tensor('float32', units, [inputs, inputs]) })
  await session.release()
  const columns = y!.data as Float32Array
  return Float32Array.from(columns, (_, at) => columns[(at % inputs) * outputs + Math.floor(at / inputs)]!)
}

describe.each([false, true])('MatMulNBits, packed: %s', (packed) => {
  it.each(['Q4_0', 'Q8_0'] as const)('holds the dequantised values of %s as they are', async (type) => {
    const blocks = await weightOf(type)
    const expected = new Float32Array(inputs * outputs)
    dequantise(type, blocks, expected)
    // A zero of either sign is the same weight.
    const unsigned = (values: Float32Array) => values.map((value) => value + 0)
    expect(unsigned(await weightInside(type, blocks, packed))).toEqual(unsigned(expected))
  })

  it('holds those of Q4_1 to three roundings, with its offsets beside it', async () => {
    const blocks = await weightOf('Q4_1')
    const expected = new Float32Array(inputs * outputs)
    dequantise('Q4_1', blocks, expected)
    const inside = await weightInside('Q4_1', blocks, packed)
    const { scales, offsets } = repackForNBits('Q4_1', blocks)
    const differing = [...expected.keys()].filter((at) => {
      const block = at >> 5
      const largest = Math.max(8 * Math.abs(scales[block]!), Math.abs(offsets![block]!), Math.abs(expected[at]!))
      return Math.abs(inside[at]! - expected[at]!) > 3 * 2 ** -24 * 2 * largest
    })
    expect(differing).toEqual([])
  })
})
