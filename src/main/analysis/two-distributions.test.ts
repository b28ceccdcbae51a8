import { describe, expect, it } from 'vitest'
import { floatTensor } from '../../shared/tensor'
import { alongTheRest } from './mean-difference'
import { seededRandom } from './sampling-random'
import { cohensD, overlapOf, twoHistograms } from './two-distributions'

describe('two lists of numbers', () => {
  it('overlap wholly where they are the same, and not at all where they are apart', () => {
    const values = [1, 2, 3, 4, 5, 6, 7]
    expect(overlapOf(twoHistograms(values, values))).toBeCloseTo(1, 12)
    expect(
      overlapOf(
        twoHistograms(
          values,
          values.map((value) => value + 100),
        ),
      ),
    ).toBe(0)
  })

  it('are all in the bins, also where they are one number', () => {
    const { counts } = twoHistograms([3, 3], [3])
    expect(counts.map((list) => list.reduce((sum, count) => sum + count, 0))).toEqual([2, 1])
  })

  it('lie apart by Cohen’s d in pooled standard deviations', () => {
    // Means 2 and 5, both with variance 1.
    expect(cohensD([1, 2, 3], [4, 5, 6])).toBeCloseTo(3, 12)
    expect(cohensD([1], [4, 5])).toBeNull()
    expect(cohensD([1, 1], [1, 1])).toBeNull()
  })
})

describe('entries along the direction of the rest', () => {
  it('of noise do not lie apart, as they would along a direction that they were part of', () => {
    const random = seededRandom(11)
    const noise = () =>
      floatTensor(
        Float32Array.from({ length: 20 * 500 }, () => random() - 0.5),
        [20, 500],
      )
    const { minus, plus } = alongTheRest(noise(), noise(), true)!
    expect(Math.abs(cohensD(minus, plus)!)).toBeLessThan(1)
  })

  it('are not there where a list has one', () => {
    expect(
      alongTheRest(floatTensor(Float32Array.of(1, 2), [1, 2]), floatTensor(Float32Array.of(3, 4), [1, 2]), true),
    ).toBeNull()
  })
})
