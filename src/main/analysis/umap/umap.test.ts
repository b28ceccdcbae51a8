import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { atOnce } from '../../../shared/slices'
import { type FloatTensor, floatTensor, row } from '../../../shared/tensor'
import { readSafetensors } from '../testing/read-safetensors'
import { arrange } from './arrange'
import { curveFor } from './curve'
import { firstPoints } from './first-points'
import { fuzzyGraph } from './fuzzy-graph'
import type { NearRows } from './near-rows'
import { smoothDistances } from './smooth-distances'

// umap-learn’s and scikit-learn’s own answers (fixtures/make_vocabulary_map.py).
const reference = JSON.parse(readFileSync('fixtures/reference/vocabulary-map.json', 'utf8')) as {
  neighbours: number
  labels: number[]
  trustworthiness: number[]
}
const points = readSafetensors('fixtures/reference/vocabulary-map.safetensors', '').get('points')!
const count = points.shape[0]!

function orderFrom({ data, shape }: FloatTensor, at: number): number[] {
  const width = shape[1]!
  const squares = new Float64Array(count)
  for (let id = 0; id < count; id++) {
    for (let i = 0; i < width; i++) squares[id]! += (data[at * width + i]! - data[id * width + i]!) ** 2
  }
  return [...squares.keys()].filter((id) => id !== at).sort((a, b) => squares[a]! - squares[b]! || a - b)
}

function nearOf(of: FloatTensor, k: number): NearRows {
  const ids = Int32Array.from(Array.from({ length: count }, (_, at) => orderFrom(of, at).slice(0, k)).flat())
  const distances = Float32Array.from(ids, (id, place) => {
    const own = row(of, Math.floor(place / k))
    return Math.sqrt(own.reduce((sum, value, i) => sum + (value - row(of, id)[i]!) ** 2, 0))
  })
  return { k, ids, distances }
}

/** As scikit-learn has it: 1 less what strangers among the k nearest of a layout cost, by their ranks in the space itself. */
function trustworthiness(layout: FloatTensor, k: number): number {
  let cost = 0
  for (let at = 0; at < count; at++) {
    const rank = new Map(orderFrom(points, at).map((id, place) => [id, place + 1]))
    for (const id of orderFrom(layout, at).slice(0, k)) cost += Math.max(0, rank.get(id)! - k)
  }
  return 1 - (2 / (count * k * (2 * count - 3 * k - 1))) * cost
}

const near = nearOf(points, reference.neighbours - 1)
const graph = atOnce(fuzzyGraph(near))
const coordinates = Float32Array.from({ length: 3 * count }, (_, at) => row(points, Math.floor(at / 3))[at % 3]!)

async function laidOut(seed: number): Promise<FloatTensor> {
  const layout = firstPoints(coordinates, seed)
  await arrange(layout, graph, { epochs: 500, seed, curve: curveFor(0.1), pause: async () => {} })
  return floatTensor(layout, [count, 3])
}

describe('UMAP', () => {
  it('has umap-learn’s curve', () => {
    for (const [distance, a, b] of [
      [0.1, 1.57694, 0.89506],
      [0.5, 0.58303, 1.33417],
    ] as const) {
      expect(curveFor(distance).a).toBeCloseTo(a, 4)
      expect(curveFor(distance).b).toBeCloseTo(b, 4)
    }
  })

  it('lets the neighbours of every row weigh log₂ of their number', () => {
    const { nearest, scale } = atOnce(smoothDistances(near))
    for (const at of [0, 17, 599]) {
      const own = near.distances.subarray(at * near.k, (at + 1) * near.k)
      const sum = own.reduce(
        (total, distance) => total + Math.exp(-Math.max(0, distance - nearest[at]!) / scale[at]!),
        0,
      )
      expect(sum).toBeCloseTo(Math.log2(near.k + 1), 3)
    }
  })

  it('joins rows alike in both ways, each pair once', () => {
    const edges = new Map(Array.from(graph.from, (from, at) => [`${from} ${graph.to[at]}`, graph.strengths[at]!]))
    expect(edges.size).toBe(graph.from.length)
    for (const [edge, strength] of edges) {
      const [from, to] = edge.split(' ')
      expect(edges.get(`${to} ${from}`)).toBeCloseTo(strength, 6)
      expect(strength).toBeGreaterThan(0)
      expect(strength).toBeLessThanOrEqual(1)
    }
  })

  it('keeps neighbours as well as umap-learn does', async () => {
    const theirs = Math.min(...reference.trustworthiness)
    expect(trustworthiness(await laidOut(1), reference.neighbours)).toBeGreaterThan(theirs - 0.01)
  }, 120_000)

  it('keeps clusters together: the nearest of a point is of its own', async () => {
    const layout = await laidOut(3)
    const own = Array.from(
      { length: count },
      (_, at) => reference.labels[orderFrom(layout, at)[0]!] === reference.labels[at],
    )
    expect(own.filter(Boolean).length / count).toBeGreaterThan(0.99)
  })

  it('gives equal points for equal seeds, and others for others', async () => {
    expect(await laidOut(1)).toEqual(await laidOut(1))
    expect(await laidOut(1)).not.toEqual(await laidOut(2))
  }, 120_000)

  it('leaves finite points where rows are the same', async () => {
    const same: NearRows = { k: 2, ids: Int32Array.of(1, 2, 0, 2, 0, 1), distances: new Float32Array(6) }
    const layout = firstPoints(new Float32Array(9), 1)
    await arrange(layout, atOnce(fuzzyGraph(same)), {
      epochs: 50,
      seed: 1,
      curve: curveFor(0.1),
      pause: async () => {},
    })
    expect(layout.every(Number.isFinite)).toBe(true)
  })
})
