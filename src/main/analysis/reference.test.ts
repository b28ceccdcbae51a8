import { beforeAll, describe, expect, it } from 'vitest'
import { residualStations } from '../../shared/taps'
import { type FloatTensor, row } from '../../shared/tensor'
import type { Trajectory } from '../../shared/trajectory'
import { analyseTrajectory } from './index'
import { fakeVocabulary } from './testing/fake-vocabulary'
import { readSafetensors } from './testing/read-safetensors'
import { preNorm, requestOf } from './testing/request'

const position = 3
const stations = residualStations(preNorm(3))
let taps: Map<string, FloatTensor>
let answer: Trajectory

beforeAll(async () => {
  taps = readSafetensors(new URL('../../../fixtures/reference/gpt2-tiny.safetensors', import.meta.url), 'a/')
  const changes = { stations, residuals: taps, position, vocabulary: fakeVocabulary(320, 24) }
  answer = await analyseTrajectory(requestOf({ layers: 3, tokens: 6, width: 24 }, changes))
})

const at = (tap: string) => [...row(taps.get(tap)!, 0, position)]
const square = (a: number[]) => a.reduce((sum, value) => sum + value * value, 0)
/** |a − b|², by which a cosine is (|a|² + |b|² − |a − b|²) / 2|a||b|: the law of cosines, without a scalar product. */
const apart = (a: number[], b: number[]) => square(a.map((value, i) => value - b[i]!))
const cosine = (a: number[], b: number[]) =>
  (square(a) + square(b) - apart(a, b)) / (2 * Math.hypot(...a) * Math.hypot(...b))

describe("the steps of gpt2-tiny's reference activations", () => {
  it('start at the embedding: the sum of token and position embedding', () => {
    expect(answer.steps[0]!.tap).toBe('blocks.0.hook_resid_pre')
    const sum = at('hook_embed').map((value, i) => value + at('hook_pos_embed')[i]!)
    expect(answer.steps[0]!.norm).toBeCloseTo(Math.hypot(...sum), 6)
    expect(answer.steps[0]!.length).toBe(0)
  })

  it('are as long as what each attention and MLP wrote', () => {
    for (const { kind, layer, length } of answer.steps.slice(1)) {
      const written = at(`blocks.${layer}.${kind === 'attention' ? 'hook_attn_out' : 'hook_mlp_out'}`)
      expect(length).toBeCloseTo(Math.hypot(...written), 5)
      expect(length).toBeGreaterThan(0)
    }
  })

  it('have the lengths and cosines that other formulas give', () => {
    const [start, end] = [at(stations[0]!.tap), at(stations.at(-1)!.tap)]
    for (const { tap, norm, cosineToStart, cosineToEnd } of answer.steps) {
      expect(norm).toBeCloseTo(Math.hypot(...at(tap)), 10)
      expect(cosineToStart).toBeCloseTo(cosine(at(tap), start), 10)
      expect(cosineToEnd).toBeCloseTo(cosine(at(tap), end), 10)
    }
  })

  it('are shown at distances no longer than they are', () => {
    for (const [index, { length }] of answer.steps.entries()) {
      if (index === 0) continue
      const shown = Math.hypot(...answer.path[index]!.map((value, k) => value - answer.path[index - 1]![k]!))
      expect(shown).toBeLessThanOrEqual(length + 1e-9)
    }
    const kept = answer.basis.shares.reduce((a, b) => a + b)
    expect(kept).toBeGreaterThan(0.5)
    expect(kept).toBeLessThan(1)
  })
})
