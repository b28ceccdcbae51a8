import { describe, expect, it } from 'vitest'
import { projector } from './camera'
import { frameTrajectory } from './frame'
import { sampleTrajectory } from './trajectory.test-data'
import { homeCamera, reshaped } from './trajectory-cameras'

describe('a camera that was turned in a window', () => {
  const framed = frameTrajectory(sampleTrajectory())
  const window = { width: 1000, height: 400 }
  const camera = homeCamera(framed, window)

  it('has all of the path in a figure that is narrower', () => {
    const column = { width: 320, height: 400 }
    const eye = projector(reshaped(camera, window.width / window.height, column), column)
    for (const point of framed.path) {
      const { x } = eye.point(point)!
      expect(x).toBeGreaterThan(0)
      expect(x).toBeLessThan(column.width)
    }
  })

  it('is kept as it is for a figure of the same shape, or a wider one', () => {
    expect(reshaped(camera, 2.5, { width: 500, height: 200 })).toEqual(camera)
    expect(reshaped(camera, 2.5, { width: 800, height: 200 })).toEqual(camera)
  })
})
