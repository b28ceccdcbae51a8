import { describe, expect, it } from 'vitest'
import { wordsOfPath } from './words'

const nearest = {
  k: 3,
  ids: Int32Array.of(7, 8, 9, 8, 7, 5, 8, 4, 9),
  values: Float32Array.of(0.5, 0.25, 0.125, 0.75, 0.5, 0.125, 0.75, 0.5, 0.25),
}

describe('the words around a path', () => {
  it('stand once each, nearest first, with the first station at which they are nearest', () => {
    expect(wordsOfPath(nearest, 120)).toEqual([
      { id: 8, cosine: 0.75, station: 1 },
      { id: 4, cosine: 0.5, station: 2 },
      { id: 7, cosine: 0.5, station: 0 },
      { id: 9, cosine: 0.25, station: 2 },
      { id: 5, cosine: 0.125, station: 1 },
    ])
  })

  it('are the nearest ones when there are more than the limit', () => {
    expect(wordsOfPath(nearest, 2).map(({ id }) => id)).toEqual([8, 4])
  })
})
