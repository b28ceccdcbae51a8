import { describe, expect, it } from 'vitest'
import type { TapModel } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { proveStructure } from './prove-structure'

const plain = { before: true, after: false, afterSum: false }
const model: TapModel = {
  at: 'blocks',
  positions: false,
  tokenTypes: false,
  embedNorm: false,
  narrowEmbed: false,
  blocks: [{ parallel: false, attention: plain, rotary: false, cross: null, mlp: plain, mlpKind: 'plain' }],
  finalNorm: false,
  encoder: null,
  unembeds: true,
  pooler: false,
  taskHead: null,
}

/** One text of two tokens, two heads that share one key head, each one number wide, in a stream of two. */
const right: Readonly<Record<string, readonly [number[], number[]]>> = {
  logits: [
    [1, 2, 3],
    [1, 3],
  ],
  'blocks.0.attn.hook_pattern': [
    [1, 0, 0.25, 0.75, 1, 0, 0.5, 0.5],
    [1, 2, 2, 2],
  ],
  'blocks.0.attn.hook_v': [
    [4, 8],
    [1, 2, 1, 1],
  ],
  'blocks.0.attn.hook_z': [
    [4, 4, 7, 6],
    [1, 2, 2, 1],
  ],
  'blocks.0.hook_resid_pre': [
    [10, 20, 30, 40],
    [1, 2, 2],
  ],
  // z times [[1, 0], [0, 2]] and a bias of [−1, 1].
  'blocks.0.hook_attn_out': [
    [3, 9, 6, 13],
    [1, 2, 2],
  ],
  'remade blocks.0.hook_attn_out': [
    [3, 9, 6, 13],
    [1, 2, 2],
  ],
  'blocks.0.hook_resid_mid': [
    [13, 29, 36, 53],
    [1, 2, 2],
  ],
  'blocks.0.hook_mlp_out': [
    [1, 1, 1, 1],
    [1, 2, 2],
  ],
  'blocks.0.hook_resid_post': [
    [14, 30, 37, 54],
    [1, 2, 2],
  ],
  'own y': [[5, 6], [2]],
  'beside y': [[5, 6], [2]],
}

/** The proofs that fail, with the place of each, once some of these numbers are others. */
function failing(
  wrong: Readonly<Record<string, readonly number[]>>,
  { exact = true, replaced = false, halves = false, rounded = false } = {},
): Record<string, string> {
  const tensors = new Map(
    Object.entries(right).map(([name, [data, shape]]): [string, FloatTensor] => [
      name,
      floatTensor(Float32Array.from(wrong[name] ?? data), shape),
    ]),
  )
  const proofs = proveStructure(model, {
    plain: new Map([['logits', floatTensor(Float32Array.from(right.logits![0]), right.logits![1])]]),
    tapped: tensors,
    exact,
    replaced,
    halves,
    rounded,
    twins: [{ place: 'y', own: 'own y', beside: 'beside y' }],
    remade: new Map([['blocks.0.hook_attn_out', tensors.get('remade blocks.0.hook_attn_out')!]]),
  })
  expect(proofs.map(({ what, count }) => [what, count])).toEqual([
    ['logits', 1],
    ['patterns', 1],
    ['values', 1],
    ['written', 1],
    ['stream', 2],
    ['fused', 1],
  ])
  return Object.fromEntries(proofs.filter(({ error, bound }) => error > bound).map(({ what, place }) => [what, place]))
}

describe('a run bears out', () => {
  it('hook points that are where they are said to be', () => {
    expect(failing({})).toEqual({})
  })

  it('a pattern with a row that sums to less, which a sink takes, no more than one that sums to more', () => {
    expect(failing({ 'blocks.0.attn.hook_pattern': [1, 0, 0.25, 0.75, 1, 0, 0.5, 0.55] })).toEqual({
      patterns: 'blocks.0.attn.hook_pattern',
      values: 'blocks.0.attn.hook_z',
    })
    expect(failing({ 'blocks.0.attn.hook_pattern': [1, 0, -0.25, 1.25, 1, 0, 0.5, 0.5] })).toHaveProperty('patterns')
  })

  it('no values of another attention', () => {
    expect(failing({ 'blocks.0.attn.hook_v': [4, 9] })).toEqual({ values: 'blocks.0.attn.hook_z' })
  })

  it('no heads in another order than the output weight reads them', () => {
    expect(failing({ 'remade blocks.0.hook_attn_out': [3, 9, 5, 14] })).toEqual({ written: 'blocks.0.hook_attn_out' })
  })

  it('no stream that something else is added to', () => {
    expect(failing({ 'blocks.0.hook_mlp_out': [1, 1, 1, 2] })).toEqual({ stream: 'blocks.0.hook_resid_post' })
  })

  it('no node that gives something else than what is computed beside it', () => {
    expect(failing({ 'beside y': [5, 6.1] })).toEqual({ fused: 'y' })
  })

  it('no looking that changes an output in its last bit, unless the graph could not be run as it stands or computes in halves', () => {
    expect(failing({ logits: [1, 2, 3 + 2 ** -22] })).toEqual({ logits: 'logits' })
    expect(failing({ logits: [1, 2, 3 + 2 ** -22] }, { exact: false })).toEqual({})
    expect(failing({ logits: [1, 2, 3 + 2 ** -22] }, { halves: true })).toEqual({})
  })

  it('and to 1e-4 where operators were replaced by others of the same meaning', () => {
    expect(failing({ logits: [1, 2, 3 + 2e-4] }, { replaced: true })).toEqual({})
    expect(failing({ logits: [1, 2, 3 + 4e-4] }, { replaced: true })).toEqual({ logits: 'logits' })
  })

  it('and of numbers that are rounded to eight bits, a tenth of the largest', () => {
    const stream = { 'blocks.0.hook_resid_mid': [13, 29, 36, 54] }
    expect(failing(stream)).toEqual({ stream: 'blocks.0.hook_resid_mid' })
    expect(failing(stream, { rounded: true })).toEqual({})
  })

  it('nothing where a number is none', () => {
    expect(failing({ 'blocks.0.attn.hook_z': [4, 4, Number.NaN, 6] })).toHaveProperty('values')
  })
})
