import { describe, expect, it } from 'vitest'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { gaussians } from './testing/random'
import { norm } from './vectors'
import { seenThrough } from './view'

const vectors = floatTensor(gaussians(4 * 9, 1), [4, 9])
const doubled = {
  finalNorm: async ({ data, shape }: FloatTensor) =>
    floatTensor(
      data.map((value) => 2 * value),
      shape,
    ),
}

describe('a view of vectors', () => {
  it('shows them as they are when raw', async () => {
    expect(await seenThrough('raw', vectors, doubled)).toBe(vectors)
  })

  it('divides them by their length as unit, and leaves them untouched themselves', async () => {
    const before = vectors.data.slice()
    const unit = await seenThrough('unit', vectors, doubled)
    expect(unit.shape).toEqual([4, 9])
    for (let n = 0; n < 4; n++) {
      expect(norm(row(unit, n))).toBeCloseTo(1, 6)
      expect(row(unit, n)[3]! * norm(row(vectors, n))).toBeCloseTo(row(vectors, n)[3]!, 6)
    }
    expect(vectors.data).toEqual(before)
  })

  it('leaves a vector without length at zero as unit', async () => {
    const unit = await seenThrough('unit', floatTensor(Float32Array.of(0, 0, 3, 4), [2, 2]), doubled)
    expect([...unit.data]).toEqual([0, 0, 0.6, 0.8].map(Math.fround))
  })

  it('sends them through the final norm in one call as final', async () => {
    expect((await seenThrough('final', vectors, doubled)).data).toEqual(vectors.data.map((value) => 2 * value))
  })

  it('names the final norm when its values are not finite', async () => {
    const broken = { finalNorm: async ({ shape }: FloatTensor) => floatTensor(new Float32Array(36).fill(NaN), shape) }
    await expect(seenThrough('final', vectors, broken)).rejects.toThrow(
      'The values of ln_final.hook_normalized are not finite. Run on the CPU.',
    )
  })
})
