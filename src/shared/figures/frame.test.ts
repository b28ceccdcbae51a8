import { describe, expect, it } from 'vitest'
import type { Point3 } from '../trajectory'
import { farRadius, framed, frameOf, frameTrajectory } from './frame'
import { sampleTrajectory } from './trajectory.test-data'

describe('the frame of a path', () => {
  it('takes the path into the unit sphere, and its furthest point onto it', () => {
    const { path } = sampleTrajectory()
    const frame = frameOf(path)
    const reach = path.map((point) => Math.hypot(...framed(frame, point)))
    expect(Math.max(...reach)).toBeCloseTo(1, 9)
  })

  it('keeps the shape: all three components are scaled alike', () => {
    const frame = frameOf([
      [0, 0, 0],
      [10, 2, 4],
    ])
    const [a, b]: Point3[] = [framed(frame, [0, 0, 0]), framed(frame, [10, 2, 4])]
    expect((b![1] - a![1]) / (b![0] - a![0])).toBeCloseTo(0.2, 9)
    expect((b![2] - a![2]) / (b![0] - a![0])).toBeCloseTo(0.4, 9)
  })

  it('leaves a path that does not move at its own scale', () => {
    const still: Point3[] = [
      [3, 3, 3],
      [3, 3, 3],
    ]
    expect(frameOf(still)).toEqual({ center: [3, 3, 3], scale: 1 })
  })
})

describe('the words of a framed trajectory', () => {
  const trajectory = sampleTrajectory()
  const far = { id: 1, text: ' far', at: [1e6, 0, 0] as Point3, cosine: 0.9, station: 0 }
  const result = frameTrajectory({ ...trajectory, words: [far, ...trajectory.words] })

  it('are kept within the far radius; those outside are set apart and counted', () => {
    expect(result.words.length + result.farWords.length).toBe(trajectory.words.length + 1)
    expect(result.farWords.map(({ word }) => word.id)).toContain(1)
    for (const { at } of result.words) expect(Math.hypot(...at)).toBeLessThanOrEqual(farRadius)
  })

  it('lie in the same frame as the path', () => {
    const { word, at } = result.words[0]!
    expect(at).toEqual(framed(result.frame, word.at))
  })

  it('do not push the axes away from the path', () => {
    const bare = frameTrajectory({ ...trajectory, words: [] }).box
    for (const axis of [0, 1, 2] as const) {
      expect(result.box.high[axis] - bare.high[axis]).toBeLessThan(0.2)
      expect(bare.low[axis] - result.box.low[axis]).toBeLessThan(0.2)
    }
  })
})
