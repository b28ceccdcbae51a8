import { describe, expect, it } from 'vitest'
import { partingStation } from './contexts-parting'

describe('the station at which contexts part', () => {
  it('is the first below half-way between the greatest and the least cosine', () => {
    expect(partingStation([1, 0.95, 0.8, 0.71, 0.69, 0.4, 0.6])).toBe(4)
  })

  it('is not the one that lies exactly half-way', () => {
    expect(partingStation([1, 0.75, 0.5])).toBe(2)
  })

  it('is looked for after the contexts came nearest, and not before', () => {
    expect(partingStation([0.2, 0.6, 0.96, 0.9, 0.6, 0.5])).toBe(4)
  })

  it('is none where the cosine only rises, or stays but for rounding', () => {
    expect(partingStation([0.1, 0.5, 0.9])).toBeNull()
    expect(partingStation([1, 1 - 1e-7, 1])).toBeNull()
  })
})
