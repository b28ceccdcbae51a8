import { describe, expect, it } from 'vitest'
import { moved, zoomed } from './heat-window'

const shape = [1000, 600] as const
const whole = { rows: [0, 1000] as [number, number], columns: [0, 600] as [number, number] }
const least = { rows: 20, columns: 10 }

describe('the window of a matrix', () => {
  it('is made smaller around the point that is pointed at', () => {
    const half = zoomed(whole, shape, 0.5, { x: 0.5, y: 0 }, least)
    expect(half).toEqual({ rows: [0, 500], columns: [150, 450] })
    expect(zoomed(half, shape, 2, { x: 0.5, y: 0 }, least)).toEqual(whole)
  })

  it('is never smaller than what can be read, nor larger than the matrix', () => {
    expect(zoomed(whole, shape, 1e-6, { x: 1, y: 1 }, least)).toEqual({ rows: [980, 1000], columns: [590, 600] })
    expect(zoomed(whole, shape, 9, { x: 0.2, y: 0.2 }, least)).toEqual(whole)
    expect(zoomed({ rows: [0, 1], columns: [0, 30] }, [1, 30], 0.5, { x: 0, y: 0 }, least).rows).toEqual([0, 1])
  })

  it('moves as far as the matrix goes', () => {
    const window = { rows: [10, 110] as [number, number], columns: [0, 60] as [number, number] }
    expect(moved(window, shape, -50, 30)).toEqual({ rows: [0, 100], columns: [30, 90] })
    expect(moved(window, shape, 5000, 0).rows).toEqual([900, 1000])
  })
})
