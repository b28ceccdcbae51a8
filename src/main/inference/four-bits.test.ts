import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromBinary } from '@bufbuild/protobuf'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { tapsOf } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { openCheckpoint } from '../checkpoint'
import { readArchitecture, tapModelOf } from '../families'
import { chooseFourBits, emitModel } from '../graph'
import { ModelProtoSchema } from '../onnx-format'
import { openWeightCache, weightFiles } from '../weights'
import { openRunner, type Runner, runnerOf } from './runner'
import { largestDifference } from './testing/reference'

const folder = mkdtempSync(join(tmpdir(), 'tokentrace-four-bits-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cache = openWeightCache({ folder, limit: () => 1e9 })

const batch = { tokenIds: [[3, 14, 7, 30, 41, 9, 22]] }
/** Absolute, for every hook point, on the CPU in F32. */
const tolerance = 1e-4

async function opened(name: string) {
  const checkpoint = await openCheckpoint(`fixtures/gguf/${name}.gguf`)
  const architecture = readArchitecture(checkpoint)
  const fourBits = new Set(chooseFourBits(checkpoint, architecture).inFourBits.map(({ name }) => name))
  return { checkpoint, architecture, fourBits, taps: tapsOf(tapModelOf(architecture)).map(({ name }) => name) }
}

/** A model as the CPU runs it, and on its dequantised weights. */
async function both(name: string) {
  const model = await opened(name)
  const { checkpoint, architecture } = model
  const own = await openRunner(checkpoint, architecture, 'cpu', { cache })
  const plain = runnerOf(architecture, 'cpu', await weightFiles(checkpoint, { cache }))
  onTestFinished(async () => {
    await own.release()
    await plain.release()
  })
  return { ...model, own, plain }
}

const models = ['llama-tiny-q4_0', 'llama-tiny-q4_1', 'llama-tiny-q4_k', 'llama-tiny-quantised']

describe.each(models)('%s in four bits', (name) => {
  it('has every hook point as on its dequantised weights, also once all is packed', async () => {
    const { own, plain, taps } = await both(name)
    const expected = await plain.run(batch, taps)
    const compare = async () => {
      const got = await own.run(batch, taps)
      for (const tap of taps) {
        expect(largestDifference(got.get(tap)!, expected.get(tap)!), tap).toBeLessThan(tolerance)
      }
    }
    await compare()
    await own.warm()
    await compare()
  })

  it('gives what each head writes, though W_O lies in four bits', async () => {
    const { own, plain, architecture } = await both(name)
    const { heads, dHead, layers } = architecture.sizes
    const z = floatTensor(
      Float32Array.from({ length: heads * 3 * dHead }, (_, at) => Math.sin(at)),
      [heads, 3, dHead],
    )
    const writes = async (runner: Runner): Promise<FloatTensor[]> => {
      const single = await runner.writes.ofHeads(0, z)
      const all = [...Array(layers).keys()]
      return [
        single,
        ...(await runner.writes.ofAttentions(
          all,
          all.map(() => z),
        )),
      ]
    }
    const expected = await writes(plain)
    for (const [at, got] of (await writes(own)).entries()) {
      expect(largestDifference(got, expected[at]!)).toBeLessThan(tolerance)
    }
  })

  it('multiplies its matrices by ONNX Runtime’s own operator, and has no other copy of them', async () => {
    const { checkpoint, architecture, fourBits, taps } = await opened(name)
    const files = await weightFiles(checkpoint, { cache, fourBits })
    const { model, fourBits: multiplies } = emitModel(architecture, taps, files, 'four bits')
    const { node, initializer } = fromBinary(ModelProtoSchema, model).graph!
    expect(multiplies).toBe(true)
    expect(node.filter(({ opType }) => opType === 'MatMulNBits').length).toBe(fourBits.size)
    expect(initializer.filter(({ name }) => fourBits.has(name))).toEqual([])
    for (const weight of fourBits) {
      expect(() => files.placeOf(checkpoint.tensors.get(weight)!)).toThrow('lies in four bits')
    }
  })
})

it('packs four bits alone until all is packed, and is fed with nothing more for it', async () => {
  const { checkpoint, architecture, fourBits } = await opened('llama-tiny-quantised')
  const files = await weightFiles(checkpoint, { cache, fourBits })
  const read = (packing: 'four bits' | 'all') => {
    const emitted = emitModel(architecture, ['logits'], files, packing)
    const { input, initializer } = fromBinary(ModelProtoSchema, emitted.model).graph!
    const weights = new Set(initializer.map(({ name }) => name))
    return { fed: emitted.inputs, replaceable: input.map(({ name }) => name).filter((name) => weights.has(name)) }
  }
  const matrices = [...checkpoint.tensors.values()].filter(({ name, shape }) => shape.length > 1 && !fourBits.has(name))
  const multiplied = matrices.map(({ name }) => name).filter((name) => name !== 'model.embed_tokens.weight')
  const first = read('four bits')
  expect(first.replaceable.sort()).toEqual(multiplied.sort())
  expect(read('all')).toEqual({ fed: first.fed, replaceable: [] })
})

it('a GPU’s runner has dequantised weights, in a file of their own', async () => {
  const { checkpoint, architecture } = await opened('llama-tiny-q4_1')
  const apart = mkdtempSync(join(tmpdir(), 'tokentrace-four-bits-'))
  onTestFinished(() => rmSync(apart, { recursive: true }))
  const cache = openWeightCache({ folder: apart, limit: () => 1e9 })
  const { fingerprint } = checkpoint
  await (await openRunner(checkpoint, architecture, 'webgpu', { cache })).release()
  expect(readdirSync(apart)).toEqual([`${fingerprint}.safetensors`])
  await (await openRunner(checkpoint, architecture, 'cpu', { cache })).release()
  expect(readdirSync(apart).sort()).toEqual([`${fingerprint}-4bit.safetensors`, `${fingerprint}.safetensors`])
})
