import { describe, expect, it } from 'vitest'
import { readRow } from './prediction-row'

const logs = (probabilities: number[], shift = 0) => Float32Array.from(probabilities, (p) => Math.log(p) + shift)

describe('a row of logits', () => {
  it('has the entropy that its probabilities have: 1¾ bits for ½, ¼, ⅛, ⅛', () => {
    expect(readRow(logs([1 / 4, 1 / 8, 1 / 2, 1 / 8], 3), 4).entropy).toBeCloseTo(1.75, 5)
    expect(readRow(logs(Array.from({ length: 320 }, () => 1 / 320)), 1).entropy).toBeCloseTo(Math.log2(320), 4)
    expect(readRow(Float32Array.of(0, 200, 0), 1).entropy).toBeCloseTo(0, 12)
  })

  it('gives the likeliest first, and of equals the smaller id', () => {
    const { ids, probabilities } = readRow(logs([1 / 8, 1 / 2, 1 / 8, 1 / 4], -80), 3)
    expect(ids).toEqual([1, 3, 0])
    for (const [at, expected] of [1 / 2, 1 / 4, 1 / 8].entries()) expect(probabilities[at]).toBeCloseTo(expected, 5)
  })

  it('gives all where fewer are there than asked for', () => {
    expect(readRow(logs([1 / 4, 3 / 4]), 12).ids).toEqual([1, 0])
  })

  it('knows where any word stands; equals share the better rank', () => {
    const { standing } = readRow(logs([1 / 8, 1 / 2, 1 / 8, 1 / 4]), 1)
    expect([0, 1, 2, 3].map((id) => standing(id).rank)).toEqual([2, 0, 2, 1])
    expect(standing(2).probability).toBeCloseTo(1 / 8, 6)
  })
})
