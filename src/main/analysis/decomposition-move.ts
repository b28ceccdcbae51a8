import type { Move, MovePart } from '../../shared/decomposition'
import { type FloatTensor, row } from '../../shared/tensor'
import type { Point3, TrajectoryView } from '../../shared/trajectory'
import type { Basis } from './basis'
import {
  affinely,
  dotOf,
  type Frozen,
  freezeLength,
  freezeNorm,
  lengthOf,
  linearly,
  type NormParameters,
} from './decomposition-frozen'
import type { MoveTools, StreamAttention } from './decomposition-tools'
import { type HeadTensors, weighedValues } from './decomposition-values'
import { biasAdded } from './decomposition-writes'

/** A list of head × source is cut to its largest. */
const mostPairs = 400
/** Writes of so many values are in memory at a time: 64 MiB. */
const pieceValues = 1 << 24

/** A step as the view shows it, and how its parts are measured. */
export interface StepFrame {
  readonly station: number
  /** Raw, [d_model]. */
  readonly start: Float32Array
  readonly end: Float32Array
  /** As the view shows them, [d_model]; what the path is drawn from. */
  readonly seenStart: Float32Array
  readonly seenEnd: Float32Array
  readonly from: Point3
  readonly to: Point3
  readonly view: TrajectoryView
  readonly finalNorm: NormParameters | null
  /** The norm of what attention writes, frozen; null where it has none. */
  readonly writeNorm: Frozen | null
  /** The norm after the sum, frozen; null in a pre-norm model. */
  readonly after: Frozen | null
  readonly basis: Basis
  /** The value of a part: of its raw write where logits are asked for, otherwise of what the view shows of it. */
  readonly value: { readonly on: 'write' | 'seen'; readonly direction: Float64Array }
}

/** What an attention reads at a token, and where its keys are. */
export interface AttentionAt extends HeadTensors {
  /** The token's row among the queries. */
  readonly position: number
  /** Where the keys' first token stands in the prompt. */
  readonly firstKey: number
}

/** Attention's step by head, by source and by both. */
export async function attentionMove(
  frame: StepFrame,
  { number, outBias }: Pick<StreamAttention, 'number' | 'outBias'>,
  { pattern, v, position, firstKey }: AttentionAt,
  { writesOfHeads }: Pick<MoveTools, 'writesOfHeads'>,
): Promise<Move> {
  const measure = measureOf(frame)
  const heads = pattern.shape[1]!
  const width = frame.end.length
  const sources = readSources(pattern, position)
  const ofHead = Array.from({ length: heads }, () => new Float64Array(width))
  const bySource: MovePart[] = []
  const byPair: MovePart[] = []
  const sums = { source: new Float64Array(width), pair: new Float64Array(width) }
  const pieceRows = Math.max(1, Math.floor(pieceValues / (heads * width)))
  for (let first = 0; first < sources.length; first += pieceRows) {
    const piece = sources.slice(first, first + pieceRows)
    const { z } = weighedValues({ pattern, v }, position, piece)
    const writes = await writesOfHeads(number, z)
    for (const [index, key] of piece.entries()) {
      const source = firstKey + key
      const ofSource = new Float64Array(width)
      for (let head = 0; head < heads; head++) {
        const written = row(writes, head, index)
        const write = frame.writeNorm ? linearly(frame.writeNorm, written) : written
        add(ofSource, write)
        add(ofHead[head]!, write)
        const { part, seen } = measure(write)
        add(sums.pair, seen)
        byPair.push({ kind: 'pair', head, source, ...part })
      }
      const { part, seen } = measure(ofSource)
      add(sums.source, seen)
      bySource.push({ kind: 'source', head: null, source, ...part })
    }
  }
  const headSum = new Float64Array(width)
  const byHead = ofHead.map((write, head): MovePart => {
    const { part, seen } = measure(write)
    add(headSum, seen)
    return { kind: 'head', head, source: null, ...part }
  })
  const bias = biasAdded(outBias, frame.writeNorm)
  const apart = apartOf(frame, bias ? { kind: 'bias', write: bias } : null, measure)
  return moveOf(frame, apart, [headSum, sums.source, sums.pair], {
    byHead: ranked(byHead),
    bySource: ranked(bySource),
    byPair: cut(ranked(byPair)),
  })
}

/** An MLP's step: what it writes, its own bias with it. */
export function mlpMove(frame: StepFrame, write: Float32Array): Move {
  const apart = apartOf(frame, { kind: 'mlp', write }, measureOf(frame))
  return moveOf(frame, apart, [new Float64Array(write.length)], { byHead: [], bySource: [], byPair: [] })
}

type Measured = Pick<MovePart, 'length' | 'share' | 'value' | 'arrow'>
type Measure = (write: Float32Array | Float64Array) => { readonly part: Measured; readonly seen: Float64Array }

function measureOf(frame: StepFrame): Measure {
  const { basis, after, value } = frame
  const step = stepOf(frame)
  const squared = dotOf(step, step)
  const viewed = frozenView(frame.view, frame.end, frame.finalNorm)
  return (write) => {
    const moved = after ? linearly(after, write) : write
    const seen = viewed ? linearly(viewed, moved) : Float64Array.from(moved)
    return {
      part: {
        ...measured(seen, step, squared, basis),
        value: dotOf(value.on === 'write' ? write : seen, value.direction),
      },
      seen,
    }
  }
}

function measured(seen: Float64Array, step: Float64Array, squared: number, { axes }: Basis) {
  const width = seen.length
  const along = (axis: number) => dotOf(seen, axes.subarray(axis * width, (axis + 1) * width))
  const arrow: Point3 = [along(0), along(1), along(2)]
  return { length: lengthOf(seen), share: squared === 0 ? 0 : dotOf(seen, step) / squared, arrow }
}

/** What is not attention's own: the bias or the MLP's write, and what norm and view make of the stream before. */
function apartOf(
  frame: StepFrame,
  written: { kind: 'bias' | 'mlp'; write: Float32Array | Float64Array } | null,
  measure: Measure,
): { parts: MovePart[]; sum: Float64Array } {
  const sum = new Float64Array(frame.end.length)
  const parts: MovePart[] = []
  const none = { head: null, source: null }
  if (written) {
    const { part, seen } = measure(written.write)
    add(sum, seen)
    parts.push({ kind: written.kind, ...none, ...part })
  }
  const rest = restOf(frame)
  if (rest) {
    add(sum, rest)
    const step = stepOf(frame)
    const { direction, on } = frame.value
    // Toward a logit the scale is frozen: rescaling the stream is nobody's write.
    const value = on === 'write' ? 0 : dotOf(rest, direction)
    parts.push({ kind: 'rest', ...none, ...measured(rest, step, dotOf(step, step), frame.basis), value })
  }
  return { parts, sum }
}

/**
 * What the step holds that no part wrote: the stream before it through the frozen norm and view of the step's end, less the
 * stream as it was seen before. Null where neither changes it.
 */
function restOf({ start, end, after, view, finalNorm }: StepFrame): Float64Array | null {
  const there = frozenView(view, end, finalNorm)
  if (!after && !there) return null
  const moved = after ? affinely(after, start) : start
  const now = there ? affinely(there, moved) : Float64Array.from(moved)
  const here = frozenView(view, start, finalNorm)
  const before = here ? affinely(here, start) : start
  return now.map((value, i) => value - before[i]!)
}

function frozenView(view: TrajectoryView, x: Float32Array, finalNorm: NormParameters | null): Frozen | null {
  if (view === 'unit') return freezeLength(x)
  return view === 'final' && finalNorm ? freezeNorm(finalNorm, x) : null
}

function stepOf({ seenStart, seenEnd }: StepFrame): Float64Array {
  return Float64Array.from(seenEnd, (value, i) => value - seenStart[i]!)
}

function moveOf(
  frame: StepFrame,
  apart: { parts: MovePart[]; sum: Float64Array },
  sums: readonly Float64Array[],
  lists: Pick<Move, 'byHead' | 'bySource' | 'byPair'>,
): Move {
  const step = stepOf(frame)
  const length = lengthOf(step)
  const distances = sums.map((sum) => lengthOf(sum.map((value, i) => value + apart.sum[i]! - step[i]!)))
  const own = lists.byHead.reduce((sum, { value }) => sum + value, 0)
  return {
    station: frame.station,
    from: frame.from,
    to: frame.to,
    length,
    value: apart.parts.reduce((sum, { value }) => sum + value, own),
    ...lists,
    apart: apart.parts,
    off: length === 0 ? 0 : Math.max(...distances) / length,
  }
}

/** The keys that any head reads from: a mask hides the others. */
function readSources(pattern: FloatTensor, position: number): number[] {
  const [, heads, , keys] = pattern.shape as [number, number, number, number]
  const rows = Array.from({ length: heads }, (_, head) => row(pattern, 0, head, position))
  return Array.from({ length: keys }, (_, key) => key).filter((key) => rows.some((weights) => weights[key] !== 0))
}

function ranked(parts: readonly MovePart[]): MovePart[] {
  return parts.toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share))
}

/** The largest, and the sum of all others as one. */
function cut(parts: readonly MovePart[]): MovePart[] {
  if (parts.length <= mostPairs) return [...parts]
  const others = parts.slice(mostPairs).reduce(
    (sum, { share, value, arrow }) => ({
      share: sum.share + share,
      value: sum.value + value,
      arrow: sum.arrow.map((x, i) => x + arrow[i]!) as Point3,
    }),
    { share: 0, value: 0, arrow: [0, 0, 0] as Point3 },
  )
  // Of many parts together only what is shown is known: the length within the picture.
  const length = Math.hypot(...others.arrow)
  return [...parts.slice(0, mostPairs), { kind: 'others', head: null, source: null, length, ...others }]
}

function add(sum: Float64Array, x: Float32Array | Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += x[i]!
}
