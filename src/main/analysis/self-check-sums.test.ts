import { describe, expect, it } from 'vitest'
import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import type { NormParameters } from './decomposition-frozen'
import type { StreamPart } from './decomposition-tools'
import { firstNotFinite } from './finite'
import { headsError, logitsError, streamError, weightsError } from './self-check-sums'

const stations: Station[] = [
  { tap: 'blocks.0.hook_resid_pre', hooks: ['blocks.0.hook_resid_pre'], layer: -1, kind: 'embed' },
  { tap: 'blocks.0.hook_resid_mid', hooks: ['blocks.0.hook_resid_mid'], layer: 0, kind: 'attention' },
  { tap: 'blocks.0.hook_resid_post', hooks: ['blocks.0.hook_resid_post'], layer: 0, kind: 'mlp' },
]
const parts = [
  { kind: 'attention', out: 'blocks.0.hook_attn_out', sumHook: 'blocks.0.hook_resid_mid' },
  { kind: 'mlp', out: 'blocks.0.hook_mlp_out', sumHook: 'blocks.0.hook_resid_post' },
] as const
/** The parts of the stations, with a norm after each sum or none. */
const partsWith = (norm: NormParameters | null): StreamPart[] =>
  parts.map(({ kind, out, sumHook }) => {
    const own = { layer: 0, out, normAfter: norm && { norm, sumHook } }
    return kind === 'mlp' ? { kind, ...own } : { kind, ...attention, ...own }
  })
const attention = {
  ...{ number: 0, at: 'blocks.0.attn', out: 'blocks.0.hook_attn_out', outBias: null, writeNorm: null },
  place: { name: '0', layer: 0, queries: 'all', keys: 'all' } as const,
}
const stream = (rows: number[][]): FloatTensor => floatTensor(Float32Array.from(rows.flat()), [1, rows.length, 2])
const before = [
  [1, 2],
  [3, 4],
]

describe('the stream', () => {
  const tensors = (post: number[][]) =>
    new Map([
      ['blocks.0.hook_resid_pre', stream(before)],
      [
        'blocks.0.hook_attn_out',
        stream([
          [1, 1],
          [0, -1],
        ]),
      ],
      [
        'blocks.0.hook_resid_mid',
        stream([
          [2, 3],
          [3, 3],
        ]),
      ],
      [
        'blocks.0.hook_mlp_out',
        stream([
          [0, 1],
          [1, 1],
        ]),
      ],
      ['blocks.0.hook_resid_post', stream(post)],
    ])

  it('is off by nothing where each station is the one before and what was written', () => {
    expect(
      streamError({
        stations,
        tensors: tensors([
          [2, 4],
          [4, 4],
        ]),
        parts: partsWith(null),
      }).error,
    ).toBe(0)
  })

  it('is off by what is missing, relative to the longest vector, where that is', () => {
    const found = streamError({
      stations,
      tensors: tensors([
        [2, 4],
        [4, 4.5],
      ]),
      parts: partsWith(null),
    })
    expect(found.place).toBe('blocks.0.hook_resid_post')
    expect(found.error).toBeCloseTo(0.5 / Math.hypot(4, 4.5), 6)
  })

  it('goes through the norms after the sums where a model has them', () => {
    const norm = { kind: 'layer' as const, eps: 0, gain: Float32Array.of(2, 2), shift: Float32Array.of(0, 1) }
    const normed = new Map(
      tensors([
        [2, 4],
        [4, 4],
      ]),
    )
    // Two numbers less their mean, by their deviation, are −1 and 1.
    normed.set(
      'blocks.0.hook_attn_out',
      stream([
        [1, 1],
        [0, 0],
      ]),
    )
    normed.set(
      'blocks.0.hook_resid_mid',
      stream([
        [-2, 3],
        [-2, 3],
      ]),
    )
    normed.set(
      'blocks.0.hook_resid_post',
      stream([
        [-2, 3],
        [-2, 3],
      ]),
    )
    const found = streamError({ stations, tensors: normed, parts: partsWith(norm) })
    expect(found.error).toBeLessThan(1e-6)
  })
})

describe('attention weights', () => {
  const pattern = (weights: number[]) => floatTensor(Float32Array.from(weights), [1, 1, 2, 2])
  const scores = pattern([0, Number.NEGATIVE_INFINITY, 0, Math.log(3)])
  const of = (weights: number[], sinks: Float32Array | null) =>
    weightsError({
      tensors: new Map([
        ['blocks.0.attn.hook_pattern', pattern(weights)],
        ['blocks.0.attn.hook_attn_scores', scores],
      ]),
      attentions: [{ at: 'blocks.0.attn', sinks }],
    })

  it('sum to 1 for every query', () => {
    expect(of([1, 0, 0.25, 0.75], null).error).toBe(0)
    expect(of([1, 0, 0.25, 0.5], null)).toMatchObject({ error: 0.25, place: 'blocks.0.attn.hook_pattern, head 0' })
  })

  it('sum to what a sink leaves them: e⁰ of e⁰ + e⁰, and 1 + 3 of 1 + 3 + 1', () => {
    expect(of([0.5, 0, 0.2, 0.6], Float32Array.of(0)).error).toBeLessThan(1e-7)
    expect(of([1, 0, 0.25, 0.75], Float32Array.of(0)).error).toBeCloseTo(0.5, 6)
  })
})

describe('heads', () => {
  const tensors = (out: number[][]) =>
    new Map([
      // Two heads of one dimension on two tokens; the second token's queries look at both.
      ['blocks.0.attn.hook_pattern', floatTensor(Float32Array.of(1, 0, 0.5, 0.5, 1, 0, 0.25, 0.75), [1, 2, 2, 2])],
      ['blocks.0.attn.hook_v', floatTensor(Float32Array.of(2, 4, 6, 8), [1, 2, 2, 1])],
      ['blocks.0.hook_attn_out', stream(out)],
    ])
  const tools = {
    // The first head writes along x, the second along y.
    writesOfHeads: async (_: number, { data }: FloatTensor) =>
      floatTensor(Float32Array.of(data[0]!, 0, data[1]!, 0, 0, data[2]!, 0, data[3]!), [2, 2, 2]),
    attentions: [{ ...attention, outBias: Float32Array.of(10, 0) }],
    beforeEach: async () => {},
  }

  it('add up with the bias to what attention writes', async () => {
    const found = await headsError({
      tensors: tensors([
        [12, 4],
        [14, 7],
      ]),
      ...tools,
    })
    expect(found.error).toBe(0)
  })

  it('do not where one head is read in another’s place', async () => {
    const found = await headsError({
      tensors: tensors([
        [14, 2],
        [14, 7],
      ]),
      ...tools,
    })
    expect(found.place).toBe('blocks.0.hook_attn_out')
    expect(found.error).toBeCloseTo(Math.hypot(2, 2) / Math.hypot(14, 2), 6)
  })
})

it('logits are off by the worst row', () => {
  const rows = (...values: number[]) => floatTensor(Float32Array.from(values), [2, 2])
  expect(logitsError(rows(3, 4, 0, 1), rows(3, 4, 0, 2)).error).toBe(0.5)
})

describe('the first value that is not finite', () => {
  const placeOf = (name: string, value: number) =>
    firstNotFinite(
      new Map([
        ['a', stream(before)],
        [name, stream([[1, value]])],
      ]),
    )

  it('is found by its hook point', () => {
    expect(placeOf('hook_mlp_out', Number.NaN)).toBe('hook_mlp_out')
    expect(placeOf('hook_mlp_out', Number.NEGATIVE_INFINITY)).toBe('hook_mlp_out')
    expect(placeOf('hook_mlp_out', 3)).toBeNull()
  })

  it('is not a score that the mask hides, but any other', () => {
    expect(placeOf('blocks.0.attn.hook_attn_scores', Number.NEGATIVE_INFINITY)).toBeNull()
    expect(placeOf('blocks.0.attn.hook_attn_scores', Number.NaN)).toBe('blocks.0.attn.hook_attn_scores')
    expect(placeOf('blocks.0.attn.hook_attn_scores', Number.POSITIVE_INFINITY)).toBe('blocks.0.attn.hook_attn_scores')
  })
})
