import { describe, expect, it } from 'vitest'
import type { StoredTensor } from '../checkpoint'
import { ggufPath, thrownFault } from '../testing/fault-table'
import { type NameRule, rule } from './architecture'
import { renamed } from './rename'

const tensor = (name: string, shape: readonly number[] = [2], length = 8): StoredTensor => ({
  ...{ name, dtype: 'F32', shape, file: 'model.gguf', offset: 64, length },
})

const rules: readonly NameRule[] = [
  rule('token_embd', 'wte'),
  rule('blk.#.attn_q', 'h.#.q', { pairs: true }),
  rule('blk.#.attn_k', 'h.#.q'),
  { ...rule('blk.#.exps', 'h.#.experts.@.w'), each: true },
]
const rename = (...tensors: StoredTensor[]) => renamed(tensors, rules, { architecture: 'test', path: ggufPath })

describe('tensors', () => {
  it('go under the names that the rules give, in their layers, weights and biases alike', () => {
    const named = rename(tensor('token_embd.weight'), tensor('blk.12.attn_q.weight'), tensor('blk.12.attn_q.bias'))
    expect([...named.values()]).toEqual([
      tensor('wte.weight'),
      { ...tensor('h.12.q.weight'), lies: { pairs: true } },
      { ...tensor('h.12.q.bias'), lies: { pairs: true } },
    ])
  })

  it('keep their own name outside of the layers, where no rule knows them', () => {
    expect([...rename(tensor('cls.weight'), tensor('odd')).keys()]).toEqual(['cls.weight', 'odd'])
  })

  it('of rotary factors are none of the weights', () => {
    expect(rename(tensor('rope_freqs.weight'), tensor('rope_factors_long.weight')).size).toBe(0)
  })

  it('of experts, one on the other, are told apart', () => {
    const named = rename(tensor('blk.0.exps.weight', [3, 2, 4], 96))
    expect([...named.values()]).toEqual(
      [0, 1, 2].map((expert) => ({
        ...tensor(`h.0.experts.${expert}.w.weight`, [2, 4], 32),
        offset: 64 + 32 * expert,
      })),
    )
  })
})

describe('a tensor is refused', () => {
  it('in a layer that the architecture does not compute with', () => {
    expect(thrownFault(() => rename(tensor('blk.3.attn_sinks.weight')))).toEqual({
      kind: 'input',
      message: 'The layers hold a weight that the architecture test does not compute with',
      place: 'tensor blk.3.attn_sinks.weight',
      remedy: 'It is a variant of the architecture that does not open yet.',
    })
  })

  it('that stands for a weight which is there already', () => {
    expect(thrownFault(() => rename(tensor('blk.0.attn_q.weight'), tensor('blk.0.attn_k.weight')))).toEqual({
      kind: 'input',
      message: 'Two tensors stand for the same weight',
      place: 'tensor blk.0.attn_k.weight',
      remedy: 'Fetch the file again.',
    })
  })

  it('of more experts than make sense, before they are told apart', () => {
    const many = 2 ** 30
    expect(thrownFault(() => rename(tensor('blk.0.exps.weight', [many, 1, 1], 4 * many)))).toEqual({
      kind: 'input',
      message: 'The tensor is said to hold 1073741824 parts of a layer, where at most 4096 make sense',
      place: 'tensor blk.0.exps.weight',
      remedy: 'Fetch the file again.',
    })
  })
})
