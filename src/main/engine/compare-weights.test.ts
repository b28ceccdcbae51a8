import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Progress } from '../../shared/contract'
import { isAbsent } from '../../shared/two-models'
import { type WeightErrors, weightErrors } from '../../shared/weight-errors'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { plain, quantised, readTwoModels } from './testing/two-models'

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const model = (name: string) => resolve('fixtures/models', name)
const gguf = (name: string) => resolve('fixtures/gguf', `${name}.gguf`)
const compare = async (path: string, other: string): Promise<WeightErrors> =>
  (await answerOf(client.analyse.weights({ path, other }))).answer
const errorsOf = ({ tensors }: WeightErrors) =>
  new Map(tensors.map(({ name, error }) => [name, isAbsent(error) ? error.absent : error]))

describe('the weights of two quantisations', () => {
  it('are as far apart, tensor by tensor, as numpy finds them', async () => {
    const { weights } = readTwoModels()
    const answer = await compare(quantised, plain)
    expect(weightErrors.parse(answer)).toEqual(answer)
    expect(answer.alone).toEqual([[], []])
    expect(answer.tensors.map(({ name }) => name).sort()).toEqual(Object.keys(weights).sort())
    for (const { name, stored, error } of answer.tensors) {
      const { a, b, ...expected } = weights[name]!
      expect(stored).toEqual([a, b])
      if (isAbsent(error)) throw new Error(error.absent)
      for (const measure of ['relative', 'rms', 'largest', 'cosine'] as const) {
        expect(error[measure], `${name} ${measure}`).toBeCloseTo(expected[measure], 9)
      }
    }
  })

  it('are listed by name, layers by their numbers', async () => {
    const names = (await compare('sample', 'sample')).tensors.map(({ name }) => name)
    const layers = names.flatMap((name) => /\.(\d+)\./.exec(name)?.[1] ?? []).map(Number)
    expect(layers).toEqual(layers.toSorted((a, b) => a - b))
    expect(new Set(layers).size).toBeGreaterThan(1)
  })

  it('are counted in bytes of both files while they are read', async () => {
    const call = await client.analyse.weights({ path: quantised, other: plain })
    const seen: Progress[] = []
    let step = await call.next()
    for (; !step.done; step = await call.next()) seen.push(step.value)
    const total = step.value.tensors.flatMap(({ stored }) => stored).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(seen.at(-1)).toEqual({ stage: 'comparing', done: total, total })
  })

  it('are given up when a person stops it', async () => {
    const controller = new AbortController()
    const call = await client.analyse.weights({ path: quantised, other: plain }, { signal: controller.signal })
    controller.abort()
    await expect(call.next()).rejects.toThrow()
  })
})

describe('the weights of a file and of the folder that it was made from', () => {
  it.each([
    ['llama-tiny', 'pairs of dimensions'],
    ['llama-tiny-tied-bias', 'biases of pairs'],
    ['gpt2-tiny', 'maps turned over'],
    ['gpt-neox-tiny', 'q, k and v one after the other'],
    ['falcon-tiny', 'one head of keys'],
    ['falcon-tiny-new', 'groups of heads'],
    ['mixtral-tiny', 'experts in one tensor'],
    ['stablelm-tiny', 'norms of heads in one tensor'],
  ])('are the same in %s: %s', async (name) => {
    for (const [path, other] of [
      [gguf(name), model(name)],
      [model(name), gguf(name)],
    ] as const) {
      const errors = errorsOf(await compare(path, other))
      expect(errors.size).toBeGreaterThan(5)
      for (const [tensor, error] of errors) expect(error, tensor).toMatchObject({ relative: 0, cosine: 1 })
    }
  })

  it('are the same but for rounding where the file has norms with 1 added', async () => {
    const errors = errorsOf(await compare(gguf('gemma-tiny'), model('gemma-tiny')))
    for (const [tensor, error] of errors) {
      expect((error as { relative: number }).relative, tensor).toBeLessThan(/norm/.test(tensor) ? 1e-6 : 1e-30)
    }
  })

  it('differ in F16 by no more than F16 rounds', async () => {
    const { tensors } = await compare(gguf('gpt2-tiny-f16'), gguf('gpt2-tiny'))
    const [table] = tensors.filter(({ name }) => name.endsWith('wte.weight'))
    expect(table!.stored.map(({ dtype }) => dtype)).toEqual(['F16', 'F32'])
    expect(table!.error).toMatchObject({ relative: expect.closeTo(2 ** -12.5, 4) })
  })
})

describe('weights that cannot be compared', () => {
  it('are named, with why, and so are those that one model has alone', async () => {
    const answer = await compare(gguf('llama-tiny-quantised'), quantised)
    const table = errorsOf(answer).get('model.embed_tokens.weight')
    expect(table).toBe('The one is [48, 256] and the other [96, 64].')
    const bare = await compare(model('bert-tiny'), model('bert-tiny-mlm'))
    expect(bare.alone.flat().length).toBeGreaterThan(0)
  })

  it('are refused where no two have one name', async () => {
    await expect(compare(quantised, model('gpt2-tiny'))).rejects.toMatchObject({
      data: { kind: 'input', message: expect.stringMatching(/have no weight of one name/) },
    })
  })
})
