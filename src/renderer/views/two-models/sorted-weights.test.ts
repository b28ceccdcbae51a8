import { expect, it } from 'vitest'
import type { TensorError } from '../../../shared/weight-errors'
import { sorted } from './sorted-weights'

const tensor = (name: string, relative: number | null): TensorError => ({
  name,
  shape: [1],
  stored: [
    { dtype: 'Q4_0', bytes: 1 },
    { dtype: 'F16', bytes: 2 },
  ],
  error: relative === null ? { absent: 'why' } : { relative, rms: 0, largest: 0, cosine: 1 },
})
const tensors = [tensor('a.10', 0.1), tensor('a.2', 0.3), tensor('b', null), tensor('a.1', 0.1)]
const names = (rows: readonly TensorError[]) => rows.map(({ name }) => name)

it('sorts names by the numbers in them', () => {
  expect(names(sorted(tensors, 'name', false))).toEqual(['a.1', 'a.2', 'a.10', 'b'])
  expect(names(sorted(tensors, 'name', true))).toEqual(['b', 'a.10', 'a.2', 'a.1'])
})

it('puts weights that have no error last, whichever way it sorts, and equals by name', () => {
  expect(names(sorted(tensors, 'relative', true))).toEqual(['a.2', 'a.1', 'a.10', 'b'])
  expect(names(sorted(tensors, 'relative', false))).toEqual(['a.1', 'a.10', 'a.2', 'b'])
})
