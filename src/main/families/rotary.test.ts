import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Rotary } from './architecture'
import { rotaryFrequencies, rotaryTables } from './rotary'
import { readRotary } from './rotary-config'

interface Entry {
  rope_parameters: Record<string, unknown>
  head_dim: number
  max_position_embeddings: number
  results: { seq_len: number | null; attention_scaling: number; inv_freq: number[] }[]
}

const { configs } = JSON.parse(readFileSync('fixtures/reference/rope.json', 'utf8')) as {
  configs: Record<string, Entry>
}

describe('rotary frequencies', () => {
  it.each(Object.entries(configs))('of %s agree with transformers', (_, entry) => {
    const rotary = readRotary(
      { rope_parameters: entry.rope_parameters },
      { longest: entry.max_position_embeddings, dHead: entry.head_dim, file: 'config.json' },
    )
    for (const result of entry.results) {
      const { inverse, attentionScaling } = rotaryFrequencies(rotary, result.seq_len ?? 1)
      expect(attentionScaling).toBeCloseTo(result.attention_scaling, 6)
      expect(inverse).toHaveLength(result.inv_freq.length)
      for (const [i, expected] of result.inv_freq.entries()) {
        expect(Math.abs(inverse[i]! / expected - 1)).toBeLessThan(1e-5)
      }
    }
  })
})

describe('rotary tables', () => {
  const rotary: Rotary = { theta: 10_000, dimensions: 8, layout: 'halves', scaling: { kind: 'default' }, longest: 64 }

  it('start with no turn at position 0', () => {
    const { cos, sin } = rotaryTables(rotary, 3)
    expect([...cos.subarray(0, 4)]).toEqual([1, 1, 1, 1])
    expect([...sin.subarray(0, 4)]).toEqual([0, 0, 0, 0])
  })

  it('turn the first pair of dimensions by one radian a position', () => {
    const { cos, sin } = rotaryTables(rotary, 3)
    expect(cos[2 * 4]).toBeCloseTo(Math.cos(2), 6)
    expect(sin[2 * 4]).toBeCloseTo(Math.sin(2), 6)
  })
})
