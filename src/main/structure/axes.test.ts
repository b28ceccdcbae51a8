import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, type Factor, labelAxes, type Sizes } from './axes'

const perHead: readonly (readonly [Factor, Sizes])[] = [
  ['batch', [2, 3]],
  ['pos', [5, 7]],
  ['head', [4, 4]],
  ['d_head', [6, 6]],
]
const want: readonly Factor[] = ['batch', 'pos', 'head', 'd_head']

describe('axes are known by their sizes in two runs', () => {
  it.each<[string, Sizes[], Factor[][] | null]>([
    [
      'in their order',
      [
        [2, 3],
        [5, 7],
        [4, 4],
        [6, 6],
      ],
      [['batch'], ['pos'], ['head'], ['d_head']],
    ],
    [
      'turned',
      [
        [2, 3],
        [4, 4],
        [6, 6],
        [5, 7],
      ],
      [['batch'], ['head'], ['d_head'], ['pos']],
    ],
    [
      'heads side by side',
      [
        [2, 3],
        [5, 7],
        [24, 24],
      ],
      [['batch'], ['pos'], ['head', 'd_head']],
    ],
    [
      'texts and heads in one',
      [
        [8, 12],
        [5, 7],
        [6, 6],
      ],
      [['batch', 'head'], ['pos'], ['d_head']],
    ],
    [
      'an axis of one',
      [
        [2, 3],
        [4, 4],
        [1, 1],
        [5, 7],
        [6, 6],
      ],
      [['batch'], ['head'], [], ['pos'], ['d_head']],
    ],
    [
      'another size',
      [
        [2, 3],
        [5, 7],
        [25, 25],
      ],
      null,
    ],
  ])('%s', (_, dims, expected) => {
    expect(labelAxes(dims, perHead)).toEqual(expected)
  })
})

/** A tensor of [batch, pos, head, d_head] whose every number tells where it is. */
function laid(labels: readonly (readonly Factor[])[], sizes: Readonly<Record<string, number>>) {
  const factors = labels.flat()
  const count = factors.reduce((product, factor) => product * sizes[factor]!, 1)
  const data = Array.from({ length: count }, (_, at) => {
    const index: Record<string, number> = {}
    let left = at
    for (const factor of factors.toReversed()) {
      index[factor] = left % sizes[factor]!
      left = Math.floor(left / sizes[factor]!)
    }
    return want.reduce((number, factor) => number * sizes[factor]! + (index[factor] ?? 0), 0)
  })
  return { shape: labels.map((axis) => axis.reduce((product, factor) => product * sizes[factor]!, 1)), data }
}

function transposed({ shape, data }: { shape: number[]; data: number[] }, perm: readonly number[]) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1))
  const to = perm.map((axis) => shape[axis]!)
  const moved = data.map((_, at) => {
    let [left, from] = [at, 0]
    for (let axis = to.length - 1; axis >= 0; axis--) {
      from += (left % to[axis]!) * strides[perm[axis]!]!
      left = Math.floor(left / to[axis]!)
    }
    return data[from]!
  })
  return { shape: to, data: moved }
}

function reshaped({ shape, data }: { shape: number[]; data: number[] }, given: readonly number[]) {
  const to = given.map((size, axis) => (size === 0 ? shape[axis]! : size))
  const known = to.filter((size) => size > 0).reduce((product, size) => product * size, 1)
  return { shape: to.map((size) => (size === -1 ? data.length / known : size)), data }
}

it('however they lie, the steps bring them into a hook point’s order, for prompts of any length', () => {
  const orders = fc.shuffledSubarray([...want], { minLength: 4 })
  const merges = fc.constantFrom<[Factor, Factor] | null>(null, ['batch', 'head'], ['head', 'd_head'])
  fc.assert(
    fc.property(
      orders,
      merges,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (order, merge, batch, pos) => {
        const at = merge ? order.indexOf(merge[0]) : -1
        const labels = merge
          ? order.flatMap((factor, index): Factor[][] =>
              index === at ? [merge] : factor === merge[1] ? [] : [[factor]],
            )
          : order.map((factor) => [factor])
        const steps = arrange(labels, want, { head: 4, d_head: 6 })!
        const sizes = { batch, pos, head: 4, d_head: 6 }
        const result = steps.reduce(
          (tensor, step) => {
            if (step.kind === 'transpose') return transposed(tensor, step.perm)
            return step.kind === 'reshape' ? reshaped(tensor, step.shape) : tensor
          },
          laid(labels, sizes),
        )
        expect(result.shape).toEqual([batch, pos, 4, 6])
        expect(result.data).toEqual(Array.from(result.data.keys()))
      },
    ),
  )
})
