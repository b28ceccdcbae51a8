import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { floatTensor } from '../../shared/tensor'
import { pairedFolds, stratifiedFolds } from './folds'
import { crossValidate, probeStations, probeStrength } from './linear-probe'
import { fitLogistic, scoreOf } from './logistic-regression'
import { seededRandom } from './sampling-random'

interface Case {
  name: string
  strength: number
  shape: [number, number]
  vectors: number[]
  labels: (0 | 1)[]
  folds: number[]
  told: number[]
  accuracy: number
  weights: number[]
  intercept: number
}
// scikit-learn’s own answers (fixtures/make_probe.py).
const { cases } = JSON.parse(readFileSync('fixtures/reference/probe.json', 'utf8')) as { cases: Case[] }

describe('a linear probe', () => {
  it('is held to scikit-learn at the strength that the program takes', () => {
    expect(cases.map(({ strength }) => strength)).toContain(probeStrength)
  })

  it.each(cases)(
    'has scikit-learn’s weights on $name data',
    ({ vectors, shape, labels, strength, weights, intercept }) => {
      const rows = floatTensor(Float32Array.from(vectors), shape)
      const own = fitLogistic(
        rows,
        labels.map((_, row) => row),
        labels,
        strength,
      )
      const largest = Math.max(...weights.map(Math.abs))
      for (const [i, weight] of weights.entries())
        expect(Math.abs(own.weights[i]! - weight)).toBeLessThan(1e-5 * largest)
      expect(own.intercept).toBeCloseTo(intercept, 4)
    },
  )

  it.each(cases)('tells the same held-out rows rightly as scikit-learn on $name data, in its folds', (one) => {
    const { vectors, shape, labels, folds, strength, told, accuracy } = one
    const rows = floatTensor(Float32Array.from(vectors), shape)
    expect(crossValidate(rows, labels, folds, strength).accuracy).toBe(accuracy)
    for (const name of new Set(folds)) {
      const rest = folds.flatMap((fold, row) => (fold === name ? [] : [row]))
      const fitted = fitLogistic(
        rows,
        rest,
        rest.map((row) => labels[row]!),
        strength,
      )
      for (const [row, fold] of folds.entries()) {
        if (fold === name) expect(Number(scoreOf(fitted, rows, row) > 0)).toBe(told[row])
      }
    }
  })

  it('settles where the classes are far apart', () => {
    const rows = floatTensor(Float32Array.of(-1e4, -1.01e4, 1e4, 1.01e4), [4, 1])
    const own = fitLogistic(rows, [0, 1, 2, 3], [0, 0, 1, 1], 1)
    expect(own.weights[0]).toBeGreaterThan(0)
    expect(own.intercept).toBeCloseTo(0, 9)
  })

  it('finds what is there at a station, nothing where nothing is, and nothing in labels dealt at random', async () => {
    const random = seededRandom(5)
    const labels = Array.from({ length: 60 }, (_, row) => (row % 2) as 0 | 1)
    const noise = floatTensor(
      Float32Array.from({ length: 60 * 20 }, () => random() - 0.5),
      [60, 20],
    )
    const clear = floatTensor(
      noise.data.map((value, at) => (at % 20 === 3 ? value + 2 * labels[Math.floor(at / 20)]! : value)),
      [60, 20],
    )
    const progress: unknown[] = []
    const request = {
      paired: false,
      stations: [noise, clear],
      labels,
      folds: 5,
      seed: 1,
      onProgress: (step: unknown) => progress.push(step),
    }
    const told = await probeStations(request)
    expect(told[1]!.accuracy).toBeGreaterThan(0.9)
    expect(Math.abs(told[0]!.accuracy - 0.5)).toBeLessThan(0.2)
    for (const { shuffled } of told) expect(Math.abs(shuffled - 0.5)).toBeLessThan(0.2)
    expect(await probeStations(request)).toEqual(told)
    expect(progress).toContainEqual({ stage: 'analysing', done: 1, total: 2 })
    const stopped = probeStations({ ...request, signal: AbortSignal.abort() })
    await expect(stopped).rejects.toThrow(Fault.cancelled().message)
  })
})

describe('folds', () => {
  const labels = Array.from({ length: 23 }, (_, row) => (row < 9 ? 0 : 1) as 0 | 1)

  it('hold each class out in shares as equal as can be', () => {
    const folds = stratifiedFolds(labels, 5, 3)
    for (const wanted of [0, 1]) {
      const sizes = [0, 1, 2, 3, 4].map(
        (fold) => labels.filter((label, row) => label === wanted && folds[row] === fold).length,
      )
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }
  })

  it('are the same for one seed and others for another', () => {
    expect(stratifiedFolds(labels, 5, 3)).toEqual(stratifiedFolds(labels, 5, 3))
    expect(stratifiedFolds(labels, 5, 4)).not.toEqual(stratifiedFolds(labels, 5, 3))
  })

  it('hold both of a pair out together', () => {
    const folds = pairedFolds(7, 3, 2)
    expect(folds.slice(7)).toEqual(folds.slice(0, 7))
    expect([0, 1, 2].map((fold) => folds.filter((one) => one === fold).length).sort()).toEqual([4, 4, 6])
  })
})
