import { Tensor } from 'onnxruntime-node'
import { type FileNodes, fileGraphs } from '../graph'
import type { RowMap } from '../structure'
import type { NormVectors } from './head-writes'
import { runOnce } from './run-once'

/** Rows that tell a norm's numbers: large, so that ε is nothing beside them, and small, so that it is not. */
const [large, small] = [8, 1e-3]

/**
 * What each norm computes, found by what it makes of a few rows, in whichever nodes it is written: of 0 it makes its bias; of one
 * number everywhere nothing else where the mean is taken off; of ±8 its gain; and of ±0.001 less than that, by which ε is known.
 * Left out are those that are no norm of these kinds.
 */
export async function measureNorms(
  nodes: FileNodes,
  norms: ReadonlyMap<string, RowMap>,
): Promise<ReadonlyMap<string, NormVectors>> {
  const measured = new Map<string, NormVectors>()
  if (norms.size === 0) return measured
  const widths = new Set([...norms.values()].map(({ width }) => width.from))
  const feeds = [...widths].map((width) => [`vectors.${width}`, rowsOf(width)] as const)
  const results = await runOnce(fileGraphs.maps(nodes, norms), 'cpu', Object.fromEntries(feeds))
  for (const [name, { width }] of norms) {
    const norm = normOf(results.get(name)!.data as Float32Array, width.from)
    if (norm) measured.set(name, norm)
  }
  return measured
}

/** Zeros, the same everywhere, ± with the last left out where they are odd, the same with the first left out, and small ones. */
function rowsOf(width: number): Tensor {
  const rows = [
    () => 0,
    () => large,
    (at: number) => large * signAt(width, at),
    (at: number) => large * signAt(width, at - (width % 2)),
    (at: number) => small * signAt(width, at),
  ]
  const data = Float32Array.from(rows.flatMap((row) => Array.from({ length: width }, (_, at) => row(at))))
  return new Tensor('float32', data, [rows.length, width])
}

/** 1 and −1 in turn; 0 for the one that is left over of an odd number, so that the mean is 0. */
function signAt(width: number, at: number): number {
  if (at < 0 || at >= width - (width % 2)) return 0
  return at % 2 === 0 ? 1 : -1
}

function normOf(rows: Float32Array, width: number): NormVectors | null {
  const [zero, same, first, second, tiny] = [0, 1, 2, 3, 4].map((row) => rows.subarray(row * width, (row + 1) * width))
  const paired = width - (width % 2)
  if (paired === 0 || !rows.every(Number.isFinite)) return null
  const meanSquare = (size: number) => (size * size * paired) / width
  const size = (row: Float32Array) => row.reduce((sum, value, at) => sum + Math.abs(value - zero![at]!), 0)
  // The element that the first row leaves out, the second has.
  const whole = first!.map((value, at) =>
    at < paired ? (value - zero![at]!) * signAt(width, at) : -(second![at]! - zero![at]!),
  )
  let eps = 0
  for (let round = 0; round < 3; round++) {
    const unit = size(first!) / (large / Math.sqrt(meanSquare(large) + eps))
    const share = size(tiny!) / unit
    eps = Math.max(0, (small / share) ** 2 - meanSquare(small))
  }
  if (!Number.isFinite(eps)) return null
  const gain = whole.map((value) => (value * Math.sqrt(meanSquare(large) + eps)) / large)
  const shift = Float32Array.from(zero!)
  const kind = size(same!) < 1e-2 * size(first!) ? 'layer' : 'rms'
  return { kind, eps, gain, shift: shift.some((value) => value !== 0) ? shift : null }
}
