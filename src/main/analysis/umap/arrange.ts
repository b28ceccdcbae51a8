import type { Curve } from './curve'
import type { FuzzyGraph } from './fuzzy-graph'

export interface Arrangement {
  readonly epochs: number
  readonly seed: number
  readonly curve: Curve
  /** Awaited now and then, with the epochs that are done, a part of one among them. */
  pause(done: number): Promise<void>
}

/** Rows that pull at each edge's end push as many others away: umap-learn's `negative_sample_rate`. */
const pushes = 5
/** No step along an axis is longer. */
const longest = 4
/** So many edges between two looks at the clock: a few thousandths of a second. */
const between = 1 << 15

/** As many epochs as umap-learn takes. */
export function epochsFor(rows: number): number {
  return rows <= 10_000 ? 500 : 200
}

/**
 * Moves points [rows, 3] in place until near rows are near: stochastic gradient descent on the cross entropy between the fuzzy graph
 * and that of the layout, with pushes from rows dealt out at random (McInnes, Healy and Melville 2018, algorithm 5, with the
 * gradients of section 3.2, and the schedule of `optimize_layout_euclidean` in https://github.com/lmcinnes/umap). One edge after the
 * other, so that equal seeds give equal points. Factors are looked up by the first bits of the squared distance, within a
 * thousandth of their value: a power for each would take most of the time.
 */
export async function arrange(points: Float32Array, graph: FuzzyGraph, arrangement: Arrangement): Promise<void> {
  const { epochs, seed, curve, pause } = arrangement
  const { rows } = graph
  const { from, to, every } = schedule(graph, epochs)
  const edges = from.length
  const due = every.slice()
  const pushDue = every.map((epochsBetween) => epochsBetween / pushes)
  const factors = factorTables(curve)
  const bits = new Float32Array(1)
  const word = new Uint32Array(bits.buffer)
  let random = (Math.imul(seed + 1, 0x9e3779b9) ^ 0x6a09e667) >>> 0 || 1
  const clip = (step: number) => Math.max(-longest, Math.min(longest, step))
  const pull = factors.pull
  const push = factors.push

  const run = (begin: number, end: number, epoch: number, rate: number) => {
    for (let edge = begin; edge < end; edge++) {
      if (due[edge]! > epoch) continue
      const i = 3 * from[edge]!
      let j = 3 * to[edge]!
      let x = points[i]!
      let y = points[i + 1]!
      let z = points[i + 2]!
      let dx = x - points[j]!
      let dy = y - points[j + 1]!
      let dz = z - points[j + 2]!
      bits[0] = dx * dx + dy * dy + dz * dz
      let factor = pull[word[0]! >>> shift]!
      let step = clip(factor * dx) * rate
      x += step
      points[j] = points[j]! - step
      step = clip(factor * dy) * rate
      y += step
      points[j + 1] = points[j + 1]! - step
      step = clip(factor * dz) * rate
      z += step
      points[j + 2] = points[j + 2]! - step
      due[edge]! += every[edge]!

      const gap = every[edge]! / pushes
      const count = Math.trunc((epoch - pushDue[edge]!) / gap)
      for (let p = 0; p < count; p++) {
        // Marsaglia 2003, "Xorshift RNGs", with the shifts 13, 17, 5.
        random ^= random << 13
        random ^= random >>> 17
        random ^= random << 5
        j = 3 * ((random >>> 0) % rows)
        if (j === i) continue
        dx = x - points[j]!
        dy = y - points[j + 1]!
        dz = z - points[j + 2]!
        bits[0] = dx * dx + dy * dy + dz * dz
        if (word[0] === 0) continue
        factor = push[word[0]! >>> shift]!
        x += clip(factor * dx) * rate
        y += clip(factor * dy) * rate
        z += clip(factor * dz) * rate
      }
      pushDue[edge]! += count * gap
      points[i] = x
      points[i + 1] = y
      points[i + 2] = z
    }
  }

  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs
    for (let edge = 0; edge < edges; edge += between) {
      await pause(epoch + edge / edges)
      run(edge, Math.min(edges, edge + between), epoch, rate)
    }
  }
}

/** Edges that are strong enough to be taken once, and how many epochs lie between two times that each is. */
function schedule({ from, to, strengths }: FuzzyGraph, epochs: number) {
  let strongest = 0
  for (const strength of strengths) strongest = Math.max(strongest, strength)
  const isKept = (edge: number) => strengths[edge]! >= strongest / epochs
  let count = 0
  for (let edge = 0; edge < strengths.length; edge++) if (isKept(edge)) count++
  // No lists of edges in between: a million words have twenty million.
  const kept = { from: new Int32Array(count), to: new Int32Array(count), every: new Float64Array(count) }
  for (let edge = 0, next = 0; edge < strengths.length; edge++) {
    if (!isKept(edge)) continue
    kept.from[next] = from[edge]!
    kept.to[next] = to[edge]!
    kept.every[next++] = strongest / strengths[edge]!
  }
  return kept
}

/** Of an F32's bits, sign, exponent and 9 of the fraction stay. */
const shift = 14

/** What a difference is multiplied with, by the bits of its squared length: each cell holds the value at its middle. */
function factorTables({ a, b }: Curve): { readonly pull: Float64Array; readonly push: Float64Array } {
  const cells = 1 << (31 - shift)
  const [pull, push] = [new Float64Array(cells), new Float64Array(cells)]
  const bits = new Uint32Array(1)
  const value = new Float32Array(bits.buffer)
  for (let cell = 0; cell < cells; cell++) {
    bits[0] = (cell << shift) | (1 << (shift - 1))
    const square = value[0]!
    if (!(square > 0 && square < Number.POSITIVE_INFINITY)) continue
    const power = square ** b
    pull[cell] = (-2 * a * b * (power / square)) / (1 + a * power)
    push[cell] = (2 * b) / ((0.001 + square) * (1 + a * power))
  }
  // Points in one place pull at each other by nothing.
  pull[0] = 0
  return { pull, push }
}
