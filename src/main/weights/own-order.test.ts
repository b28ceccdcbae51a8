import { describe, expect, it } from 'vitest'
import type { StoredTensor, TensorLies } from '../checkpoint'
import { liesAlike, ownShape, placeInOwnOrder } from './own-order'

const tensor = (shape: number[], lies?: TensorLies): StoredTensor => ({
  name: 'w',
  dtype: 'F32',
  shape,
  file: 'f',
  offset: 0,
  length: 0,
  ...(lies && { lies }),
})
const sizes = { heads: 4, keyHeads: 2, dHead: 2 }

/** Each row of the file as the family has it, placed in pieces of `step` values, wherever that cuts a row. */
function placed(stored: StoredTensor, step: number, of = sizes): number[] {
  const count = stored.shape.reduce((product, size) => product * size, 1)
  const values = Float32Array.from({ length: count }, (_, at) => at)
  const whole = new Float32Array(count)
  for (let at = 0; at < count; at += step) {
    placeInOwnOrder(stored, of, values.subarray(at, Math.min(count, at + step)), at, whole)
  }
  return [...whole]
}

describe('a tensor in the order of its family’s own checkpoints', () => {
  it.each([1, 2, 3, 5, 100])('is a map turned back, in pieces of %i values', (step) => {
    expect(placed(tensor([2, 3], { transposed: true }), step)).toEqual([0, 3, 1, 4, 2, 5])
    expect(ownShape(tensor([2, 3], { transposed: true }))).toEqual([3, 2])
  })

  it.each([1, 3, 100])('has the halves of a head’s dimensions where the file has pairs, in pieces of %i', (step) => {
    // One head of four dimensions, one value a row: the file's rows are 0 2 1 3 of the family's.
    expect(placed(tensor([4], { pairs: true }), step, { ...sizes, dHead: 4 })).toEqual([0, 2, 1, 3])
    expect(placed(tensor([8, 1], { pairs: true }), step, { ...sizes, dHead: 4 })).toEqual([0, 2, 1, 3, 4, 6, 5, 7])
  })

  it('has two queries, a key and a value together where the file has all of each', () => {
    // q of 4 heads, k of 2, v of 2; 2 rows each, one value a row.
    expect(placed(tensor([16, 1], { parts: true }), 5)).toEqual([0, 1, 2, 3, 8, 9, 12, 13, 4, 5, 6, 7, 10, 11, 14, 15])
  })

  it('has no 1 added', () => {
    expect(placed(tensor([3], { plusOne: true }), 2)).toEqual([-1, 0, 1])
  })

  it('is as it lies where nothing was done to it', () => {
    expect(placed(tensor([2, 2]), 3)).toEqual([0, 1, 2, 3])
    expect(liesAlike(undefined, {})).toBe(true)
    expect(liesAlike({ pairs: true }, { pairs: true })).toBe(true)
    expect(liesAlike({ pairs: true }, undefined)).toBe(false)
  })
})
