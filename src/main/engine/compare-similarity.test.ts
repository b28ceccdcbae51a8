import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Prompt } from '../../shared/contract'
import type { Similarity } from '../../shared/similarity'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { plain, quantised } from './testing/two-models'

/** By its definitions, of what transformers computes in float64 (fixtures/make_anatomy.py). */
const reference: { prompts: number[][]; tokens: number; biased: number[][]; debiased: number[][] } = JSON.parse(
  readFileSync('fixtures/anatomy/cka.json', 'utf8'),
)
const narrower = resolve('fixtures/models/qwen3-tiny')
const prompts: Prompt[] = reference.prompts.map((ids) => ({ ids }))

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const compare = (path: string, other: string, given: Prompt[] = prompts) =>
  answerOf<Similarity>(client.analyse.similarity({ path, other, prompts: given, device: 'cpu' }))

describe('the similarity of two models', () => {
  it('is what numpy finds between models of other widths, over all sentences together', async () => {
    const { answer } = await compare(plain, narrower)
    expect(answer).toMatchObject({ texts: 3, tokens: reference.tokens })
    expect(answer.stations.map((stations) => stations.length)).toEqual([5, 5])
    for (const [a, row] of reference.biased.entries()) {
      for (const [b, value] of row.entries()) {
        expect(answer.biased[a]![b]).toBeCloseTo(value, 5)
        expect(answer.debiased[a]![b]).toBeCloseTo(reference.debiased[a]![b]!, 5)
      }
    }
  })

  it('is 1 of a model with itself, and close to it of a quantisation', async () => {
    const own = (await compare(plain, plain)).answer
    for (const [at, row] of own.biased.entries()) expect(row[at]).toBeCloseTo(1, 10)
    for (const [at, row] of own.debiased.entries()) expect(row[at]).toBeCloseTo(1, 10)
    const coarse = (await compare(quantised, plain)).answer
    for (const [at, row] of coarse.biased.entries()) expect(row[at]).toBeGreaterThan(0.98)
  })

  it('takes as many tokens as two models’ streams leave room for', async () => {
    const many = Array.from({ length: 16 }, (_, text) => ({
      ids: Array.from({ length: 40 }, (_, at) => 3 + ((7 * at + 11 * text) % 50)),
    }))
    const { answer } = await compare(narrower, narrower, many)
    expect(answer.tokens).toBe(640)
    for (const [at, row] of answer.debiased.entries()) expect(row[at]).toBeCloseTo(1, 10)
    // 5 stations of 24 dimensions: √(2³¹ / 40).
    expect(answer.mostTokens).toBe(7327)
  })

  it('is of what the decoder says in an encoder–decoder', async () => {
    const path = resolve('fixtures/models/t5-tiny')
    const given: Prompt[] = [{ ids: [5, 6, 7], decoder: { ids: [0, 8, 9, 10, 11] } }]
    const { answer } = await compare(path, path, given)
    expect(answer.tokens).toBe(5)
    expect(answer.stations[0][1]!.tap).toMatch(/^decoder\./)
  })

  it('is refused for too few tokens, and for two kinds of model', async () => {
    await expect(compare(plain, narrower, [{ ids: [5, 6, 7] }])).rejects.toMatchObject({
      data: { kind: 'input', message: expect.stringContaining('3 tokens are too few') },
    })
    await expect(compare(plain, resolve('fixtures/models/t5-tiny'))).rejects.toMatchObject({
      data: { message: expect.stringContaining('reads two texts') },
    })
  })
})
