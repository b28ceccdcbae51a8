import { describe, expect, it } from 'vitest'
import type { TensorError } from '../weight-errors'
import { errorRows, tensorPlace } from './weight-errors-map'

const tensor = (name: string, relative: number): TensorError => ({
  name,
  shape: [2],
  stored: [
    { dtype: 'Q4_0', bytes: 1 },
    { dtype: 'F16', bytes: 4 },
  ],
  error: { relative, rms: relative, largest: relative, cosine: 1 },
})

describe('where a weight stands', () => {
  it('is its layer and its name there', () => {
    expect(tensorPlace('model.layers.12.self_attn.q_proj.weight')).toEqual({ layer: 12, module: 'self_attn.q_proj' })
    expect(tensorPlace('h.3.attn.c_attn.bias')).toEqual({ layer: 3, module: 'attn.c_attn.bias' })
    expect(tensorPlace('lm_head.weight')).toEqual({ layer: null, module: 'lm_head' })
  })
})

describe('the rows of the map', () => {
  it('are layers across, weights beside the layers last, and rows of 0 left out', () => {
    const { rows, layers, equal } = errorRows([
      tensor('lm_head.weight', 0.5),
      tensor('model.layers.0.a.weight', 0.1),
      tensor('model.layers.1.norm.weight', 0),
      tensor('model.layers.2.a.weight', 0.3),
    ])
    expect({ layers, equal }).toEqual({ layers: 3, equal: 1 })
    expect(rows.map(({ name, cells }) => [name, cells])).toEqual([
      ['a', [0.1, null, 0.3]],
      ['lm_head', [0.5]],
    ])
  })

  it('take experts together, by their mean', () => {
    const { rows } = errorRows([0.1, 0.3].map((error, expert) => tensor(`h.0.experts.${expert}.w1.weight`, error)))
    expect(rows.map(({ name, cells }) => [name, cells])).toEqual([['experts.#.w1', [expect.closeTo(0.2, 12)]]])
  })
})
