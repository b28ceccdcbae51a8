import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Classification } from '../../shared/classification'
import type { Prompt } from '../../shared/contract'
import { taskHeadHooks } from '../../shared/task-head'
import { row } from '../../shared/tensor'
import { readReference } from '../inference/testing/reference'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const on = (name: string, prompt: Prompt) => ({
  path: resolve('fixtures/models', name),
  prompt,
  device: 'cpu' as const,
})
const classesOf = async (name: string, prompt: Prompt): Promise<Classification> =>
  (await answerOf(client.analyse.classes(on(name, prompt)))).answer

const powersOf = (scores: readonly number[]) => {
  const powers = scores.map(Math.exp)
  const whole = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / whole)
}
const sigmoid = (score: number) => 1 / (1 + Math.exp(-score))

describe('the classes of a prompt', () => {
  it.each([
    ['bert-tiny-classifier', 'sigmoid'],
    ['roberta-tiny-classifier', 'softmax'],
    ['bert-tiny-tokens', 'softmax'],
    ['bert-tiny-regression', 'none'],
    ['bert-tiny-pretraining', 'softmax'],
    ['electra-tiny', 'sigmoid'],
    ['distilbert-tiny-answers', 'positions'],
    ['llama-tiny-classifier', 'softmax'],
  ] as const)('of %s are the scores that PyTorch gives, as probabilities by %s', async (name, squash) => {
    const [reference] = readReference(name)
    const ids = reference!.tokenIds[0]!
    const { head, rows, tokens } = await classesOf(name, { ids })
    const logits = reference!.tensors.get(taskHeadHooks(head.at).out)!
    const scores = head.each
      ? ids.map((_, at) => Array.from(row(logits, 0, at)))
      : [Array.from(logits.data.subarray(0, head.classes.length))]
    expect(head.squash).toBe(squash)
    expect(tokens.map(({ id }) => id)).toEqual(ids)
    expect(rows).toHaveLength(scores.length)
    for (const [at, expected] of scores.entries()) {
      expect(rows[at]).toHaveLength(head.classes.length)
      for (const [index, score] of expected.entries()) {
        const got = rows[at]![index]!
        expect(got.score).toBeCloseTo(score, 4)
        if (squash === 'none') expect(got.probability).toBeNull()
        else {
          const by = {
            softmax: () => powersOf(expected)[index]!,
            sigmoid: () => sigmoid(score),
            positions: () => powersOf(scores.map((others) => others[index]!))[at]!,
          }
          expect(got.probability).toBeCloseTo(by[squash](), 4)
        }
      }
    }
  })

  it('are there once the sentence was run, without another run', async () => {
    const prompt = { ids: [5, 6, 7, 8] }
    await answerOf(client.run(on('bert-tiny-classifier', prompt)))
    const { fromStore } = await classesOf('bert-tiny-classifier', prompt)
    expect(fromStore).toBe(true)
  })

  it('are refused for a model that has no such head', async () => {
    const fault = await classesOf('bert-tiny', { ids: [5, 6] }).then(
      () => null,
      (error: { data: unknown }) => error.data,
    )
    expect(fault).toMatchObject({ kind: 'input', message: expect.stringMatching(/no head that scores classes/) })
  })
})
