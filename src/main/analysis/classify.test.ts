import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { floatTensor } from '../../shared/tensor'
import { classify } from './classify'

const text = floatTensor(Float32Array.of(1, 2, -3), [1, 3])
const tokens = floatTensor(Float32Array.of(1, 0, 3, 0, 2, Math.log(2)), [1, 3, 2])
const probabilities = (...of: Parameters<typeof classify>) =>
  classify(...of).map((row) => row.map(({ probability }) => probability))

describe('the scores of a task head', () => {
  it('are kept beside what is made of them', () => {
    expect(classify(text, 'softmax', 'x')[0]!.map(({ score }) => score)).toEqual([1, 2, -3])
    expect(classify(text, 'none', 'x')).toEqual([[1, 2, -3].map((score) => ({ score, probability: null }))])
  })

  it('become shares of one class of several, e^s by the sum of all', () => {
    const whole = Math.exp(1) + Math.exp(2) + Math.exp(-3)
    const [row] = probabilities(text, 'softmax', 'x')
    for (const [index, score] of [1, 2, -3].entries()) expect(row![index]).toBeCloseTo(Math.exp(score) / whole, 12)
    // So large that e^s itself would overflow.
    expect(probabilities(floatTensor(Float32Array.of(1000, 1000), [1, 2]), 'softmax', 'x')).toEqual([[0.5, 0.5]])
  })

  it('become a probability of each class for itself, 1 / (1 + e^−s)', () => {
    const [row] = probabilities(text, 'sigmoid', 'x')
    for (const [index, score] of [1, 2, -3].entries()) expect(row![index]).toBeCloseTo(1 / (1 + Math.exp(-score)), 12)
  })

  it('become shares of one token of all, class by class', () => {
    const rows = probabilities(tokens, 'positions', 'x')
    const whole = Math.exp(1) + Math.exp(3) + Math.exp(2)
    for (const [at, score] of [1, 3, 2].entries()) expect(rows[at]![0]).toBeCloseTo(Math.exp(score) / whole, 6)
    for (const [at, share] of [0.25, 0.25, 0.5].entries()) expect(rows[at]![1]).toBeCloseTo(share, 6)
  })

  it('that are not finite are refused, and the hook point is named', () => {
    try {
      classify(floatTensor(Float32Array.of(1, Number.NaN), [1, 2]), 'softmax', 'classifier.hook_classifier_out')
      expect.unreachable()
    } catch (error) {
      expect((error as Fault).data).toMatchObject({ kind: 'environment', place: 'classifier.hook_classifier_out' })
      expect(error).toBeInstanceOf(Fault)
    }
  })
})
