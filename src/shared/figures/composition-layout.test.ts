import { describe, expect, it } from 'vitest'
import type { Composition } from '../circuits'
import { compositionGrid, edgePath, edgeShifts, firstThreshold, nodeAt, shownCompositions } from './composition-layout'

const summary = { copying: null, positive: null, previous: null, induction: null }
const heads = Array.from({ length: 6 }, () => Array.from({ length: 4 }, () => summary))
const grid = compositionGrid(heads, { left: 30, top: 80, width: 480, height: 160 })

const between = (kind: Composition['kind'], from: string, to: string, score: number): Composition => {
  const head = (text: string) => ({ layer: Number(text.split('.')[0]), head: Number(text.split('.')[1]) })
  return { kind, from: head(from), to: head(to), score }
}

describe('nodes', () => {
  it('touch no other, however many there are', () => {
    for (const [layers, count] of [
      [6, 4],
      [32, 32],
      [2, 16],
    ] as const) {
      const many = Array.from({ length: layers }, () => Array.from({ length: count }, () => summary))
      const { across, down, radius } = compositionGrid(many, { left: 0, top: 0, width: 600, height: 300 })
      expect(2 * radius).toBeLessThan(Math.min(across, down))
    }
  })
})

describe('lines that are drawn together', () => {
  it('leave and enter a node in the order of their other ends, and lie beside one another in a lane', () => {
    const edges = [
      between('k', '0.1', '1.3', 0.4),
      between('k', '0.1', '1.0', 0.3),
      between('k', '0.2', '3.1', 0.2),
      between('k', '0.3', '4.1', 0.2),
    ]
    const shifts = edgeShifts(grid, edges)
    const [down, up, one, other] = edges.map((edge) => shifts.get(edge)!)
    expect(up!.start).toBeLessThan(down!.start)
    expect(one!.lane).not.toBe(other!.lane)
    for (const edge of edges.slice(2)) {
      const lane = Number(edgePath(grid, edge, shifts.get(edge)).match(/L[\d.]+ ([\d.]+)/)![1])
      for (const head of [0, 1, 2, 3]) {
        expect(Math.abs(lane - nodeAt(grid, { layer: 2, head }).y)).toBeGreaterThan(grid.radius - 0.01)
      }
    }
  })

  it('are shifted by nothing where each is alone', () => {
    const edge = between('q', '0.0', '2.2', 0.1)
    expect(edgeShifts(grid, [edge]).get(edge)).toEqual({ start: 0, end: 0, lane: 0 })
  })
})

describe('a line', () => {
  it('passes between the rows where it goes past other attentions, and so under no node', () => {
    const path = edgePath(grid, { from: { layer: 1, head: 3 }, to: { layer: 4, head: 3 } })
    const lane = Number(path.match(/L[\d.]+ ([\d.]+)/)![1])
    const row = nodeAt(grid, { layer: 2, head: 3 }).y
    expect(Math.abs(lane - row)).toBeGreaterThan(grid.radius)
    expect(Math.abs(lane - (row - grid.down))).toBeGreaterThan(grid.radius)
  })

  it('ends at the edges of its two nodes', () => {
    const path = edgePath(grid, { from: { layer: 0, head: 0 }, to: { layer: 1, head: 2 } })
    const numbers = path.match(/[\d.]+/g)!.map(Number)
    const [a, b] = [nodeAt(grid, { layer: 0, head: 0 }), nodeAt(grid, { layer: 1, head: 2 })]
    expect(numbers.slice(0, 2)).toEqual([a.x + grid.radius, a.y])
    expect(numbers.slice(-2)).toEqual([b.x - grid.radius, b.y])
  })
})

describe('what is shown', () => {
  const compositions = [
    between('k', '0.0', '1.0', 0.5),
    between('q', '0.1', '1.0', 0.4),
    between('k', '0.2', '1.3', 0.3),
    between('k', '0.3', '1.0', 0.05),
  ]

  it('is of the chosen kinds and from the threshold on, the strongest last, on top', () => {
    const shown = shownCompositions({ compositions, baseline: 0.1 }, { kinds: ['k'], threshold: 0.2, head: null })
    expect(shown.map(({ score }) => score)).toEqual([0.3, 0.5])
  })

  it('is of one head all that is above chance', () => {
    const head = { layer: 1, head: 0 }
    const shown = shownCompositions({ compositions, baseline: 0.1 }, { kinds: ['q', 'k'], threshold: 0.9, head })
    expect(shown.map(({ score }) => score)).toEqual([0.4, 0.5])
  })

  it('begins with a threshold that few pass', () => {
    const many = Array.from({ length: 100 }, (_, at) => between('v', '0.0', '1.0', 1 - at / 100))
    expect(firstThreshold({ compositions: many }, ['v'])).toBeCloseTo(0.69, 6)
    expect(firstThreshold({ compositions: many }, ['q'])).toBe(0)
  })
})
