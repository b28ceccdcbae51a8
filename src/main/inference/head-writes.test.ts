import { readdirSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { openCheckpoint } from '../checkpoint'
import { type Architecture, attentionsOf, readArchitecture } from '../families'
import { openRunner, type Runner } from './runner'
import { readFloats, readReference } from './testing/reference'

const models = readdirSync('fixtures/models')

async function opened(model: string): Promise<{ architecture: Architecture; runner: Runner }> {
  const checkpoint = await openCheckpoint(`fixtures/models/${model}`)
  const architecture = readArchitecture(checkpoint)
  const runner = await openRunner(checkpoint, architecture, 'cpu')
  onTestFinished(() => runner.release())
  return { architecture, runner }
}

/** [1, pos, heads, d_head] → [heads, pos, d_head] */
function byHead({ data, shape }: FloatTensor): FloatTensor {
  const [, length, heads, width] = shape as [number, number, number, number]
  const turned = new Float32Array(length * heads * width)
  for (let p = 0; p < length; p++)
    for (let h = 0; h < heads; h++)
      turned.set(data.subarray((p * heads + h) * width, (p * heads + h + 1) * width), (h * length + p) * width)
  return floatTensor(turned, [heads, length, width])
}

/** Σ heads + b_O, [pos · d_model]. */
function summed({ data, shape }: FloatTensor, bias: Float32Array | null): Float64Array {
  const [heads, rows, width] = shape as [number, number, number]
  const sum = new Float64Array(rows * width)
  for (let h = 0; h < heads; h++) for (let i = 0; i < sum.length; i++) sum[i]! += data[h * rows * width + i]!
  return sum.map((value, i) => value + (bias?.[i % width] ?? 0))
}

/** RMSNorm with a weight of (1 + w) or w, as the reference's own formula has it. */
function rmsNormed(sum: Float64Array, gain: Float32Array, eps: number): Float64Array {
  const width = gain.length
  const scales = Array.from({ length: sum.length / width }, (_, row) => {
    const squares = sum.subarray(row * width, (row + 1) * width).reduce((all, value) => all + value * value, 0)
    return Math.sqrt(squares / width + eps)
  })
  return sum.map((value, i) => (value / scales[Math.floor(i / width)]!) * gain[i % width]!)
}

describe('what heads write', () => {
  it.each(models)('adds up, with b_O, to what PyTorch says attention writes in %s', async (model) => {
    const { architecture, runner } = await opened(model)
    const { attentions: vectors } = await runner.writes.vectors()
    const single = readReference(model).find(({ tokenIds }) => tokenIds.length === 1)!
    const attentions = attentionsOf(architecture)
    const z = attentions.map(({ place }) => byHead(single.tensors.get(`${place.at}.hook_z`)!))
    const all = await runner.writes.ofAttentions([...attentions.keys()], z)
    for (const [number, { place, isCross }] of attentions.entries()) {
      const block = place.at.slice(0, place.at.lastIndexOf('.'))
      const expected = single.tensors.get(`${block}.hook_${isCross ? 'cross_attn' : 'attn'}_out`)!.data
      const one = await runner.writes.ofHeads(number, z[number]!)
      for (const writes of [one, all[number]!]) {
        const { after, outBias } = vectors[number]!
        const written = summed(writes, outBias)
        const sum = after ? rmsNormed(written, after.gain, after.eps) : written
        expect(sum.length).toBe(expected.length)
        expect(Math.max(...sum.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(2e-5)
      }
    }
  })

  it('is one head’s alone where the others’ rows are zero', async () => {
    const { architecture, runner } = await opened('gpt2-tiny')
    const { heads, dHead, dModel } = architecture.sizes
    const z = new Float32Array(heads * dHead)
    z[2 * dHead + 1] = 1
    const { data } = await runner.writes.ofHeads(1, floatTensor(z, [heads, 1, dHead]))
    const weight = readFloats('fixtures/models/gpt2-tiny/model.safetensors').get('transformer.h.1.attn.c_proj.weight')!
    const line = 2 * dHead + 1
    const expected = weight.data.subarray(line * dModel, (line + 1) * dModel)
    expect([...data.subarray(2 * dModel, 3 * dModel)]).toEqual([...expected])
    expect(data.subarray(0, 2 * dModel).every((value) => value === 0)).toBe(true)
  })
})

describe('the words’ directions', () => {
  it('give, with the final norm’s result, the logits', async () => {
    const { runner } = await opened('gpt2-tiny')
    const single = readReference('gpt2-tiny').find(({ tokenIds }) => tokenIds.length === 1)!
    const logits = single.tensors.get('logits')!
    const [, length, vocabulary] = logits.shape as [number, number, number]
    const { gain } = (await runner.writes.vectors()).last.finalNorm!
    const width = gain.length
    const normalized = single.tensors.get('ln_final.hook_normalized')!
    const { directions, biases } = await runner.writes.words([7, 19])
    for (const [index, id] of [7, 19].entries()) {
      const direction = directions.data.subarray(index * width, (index + 1) * width)
      const last = normalized.data.subarray((length - 1) * width)
      const logit = direction.reduce((sum, value, i) => sum + value * last[i]!, biases[index]!)
      expect(logit).toBeCloseTo(logits.data[(length - 1) * vocabulary + id]!, 4)
    }
  })
})
