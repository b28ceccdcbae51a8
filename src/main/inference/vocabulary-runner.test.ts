import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { openCheckpoint } from '../checkpoint'
import { readArchitecture } from '../families'
import { openRunner, type Runner } from './runner'
import { largestDifference, readFloats, readReference } from './testing/reference'

const model = 'gpt2-tiny'
const weights = readFloats(`fixtures/models/${model}/model.safetensors`)
const table = weights.get('transformer.wte.weight')!
const [vocabulary, width] = table.shape as [number, number]
const row = (tensor: FloatTensor, index: number) => tensor.data.subarray(index * width, (index + 1) * width)
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)

let runner: Runner
let residual: FloatTensor
let logits: FloatTensor

beforeAll(async () => {
  const checkpoint = await openCheckpoint(`fixtures/models/${model}`)
  runner = await openRunner(checkpoint, readArchitecture(checkpoint), 'cpu')
  const [first] = readReference(model)
  const [, length] = first!.tensors.get('logits')!.shape
  residual = floatTensor(first!.tensors.get('blocks.2.hook_resid_post')!.data, [length!, width])
  logits = floatTensor(first!.tensors.get('logits')!.data, [length!, vocabulary])
})
afterAll(() => runner.release())

describe('the vocabulary', () => {
  it.each(['gpt2-tiny', 'llama-tiny', 'bert-tiny'])('of %s embeds a word as the model itself does', async (name) => {
    const checkpoint = await openCheckpoint(`fixtures/models/${name}`)
    const own = await openRunner(checkpoint, readArchitecture(checkpoint), 'cpu')
    const [first] = readReference(name)
    const start = first!.tensors.get('blocks.0.hook_resid_pre')!
    const rowWidth = start.shape[2]!
    const id = first!.tokenIds[0]![3]!
    const embedded = await own.vocabulary.embedded([7, id, 7], 3)
    expect(embedded.shape).toEqual([3, rowWidth])
    const at = (tensor: FloatTensor, index: number) =>
      floatTensor(tensor.data.subarray(index * rowWidth, (index + 1) * rowWidth), [rowWidth])
    expect(largestDifference(at(embedded, 1), at(start, 3))).toBeLessThan(1e-5)
    expect(largestDifference(at(embedded, 0), at(embedded, 2))).toBe(0)
    expect((await own.vocabulary.embedded([], 3)).shape).toEqual([0, rowWidth])
    await own.release()
  })

  it('finds the same nearest words as a loop over all of them', async () => {
    const { k, ids, values } = await runner.vocabulary.nearest(residual, 4)
    for (let index = 0; index < residual.shape[0]!; index++) {
      const vector = row(residual, index)
      const cosines = Array.from({ length: vocabulary }, (_, id) => {
        const other = row(table, id)
        return { id, cosine: dot(vector, other) / Math.sqrt(dot(vector, vector) * dot(other, other)) }
      }).sort((a, b) => b.cosine - a.cosine)
      for (let rank = 0; rank < k; rank++) {
        expect(values[index * k + rank]).toBeCloseTo(cosines[rank]!.cosine, 5)
        expect(ids[index * k + rank]).toBe(cosines[rank]!.id)
      }
    }
  })

  it('says at the end what the model says: the lens of the last residual stream is the softmax of the logits', async () => {
    const { k, ids, values } = await runner.vocabulary.lens(residual, 3)
    for (let index = 0; index < residual.shape[0]!; index++) {
      const scores = logits.data.subarray(index * vocabulary, (index + 1) * vocabulary)
      const largest = Math.max(...scores)
      const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0)
      expect(ids[index * k]).toBe(scores.indexOf(largest))
      expect(values[index * k]).toBeCloseTo(1 / sum, 5)
    }
  })

  it('follows one word: its probability, and how many are likelier', async () => {
    const { ids, values } = await runner.vocabulary.lens(residual, vocabulary)
    const id = ids[7]!
    const { probabilities, ranks } = await runner.vocabulary.watch(residual, id)
    expect(ranks[0]).toBe(7)
    expect(probabilities[0]).toBeCloseTo(values[7]!, 6)
    const second = [...ids.subarray(vocabulary, 2 * vocabulary)].indexOf(id)
    expect(ranks[1]).toBe(second)
  })

  it('asked for more words than there are gives all', async () => {
    expect((await runner.vocabulary.nearest(residual, 5000)).k).toBe(vocabulary)
  })

  it('passes vectors through the final norm', async () => {
    const [first] = readReference(model)
    const normalized = await runner.vocabulary.finalNorm(residual)
    const expected = first!.tensors.get('ln_final.hook_normalized')!
    expect(largestDifference(normalized, floatTensor(expected.data, normalized.shape))).toBeLessThan(2e-4)
  })
})
