import type { SiteTools } from './attention-sites'
import { elementTypeOf } from './element-type'
import type { Graph } from './graph'
import { isLayout } from './kinds'
import { narrowsBack } from './narrows'
import type { Op } from './op'
import { axesOf, perToken } from './shapes'

/**
 * What lies between two values of a graph, taken as what it does to the row of each token: a norm, a linear map, an unembedding.
 * It reads nothing but weights besides, so that the file's own nodes can be run on other rows.
 */
export interface RowMap {
  readonly from: string
  readonly to: string
  /** Widths of the rows. */
  readonly width: { readonly from: number; readonly to: number }
  /** ONNX's number of the type that the first node reads. */
  readonly type: number
  /** Axes of the value that the first node reads. */
  readonly rank: number
  /** In the order of running. */
  readonly steps: readonly RowStep[]
  /** The weights that they read, by name: sizes, and ONNX's number of the type. */
  readonly weights: ReadonlyMap<string, { readonly sizes: readonly number[]; readonly type: number | null }>
}

/** A node of the file; or a move of rows that leaves each as it is, into another number of axes. */
export type RowStep =
  | { readonly kind: 'node'; readonly op: Op }
  | { readonly kind: 'move'; readonly from: string; readonly to: string; readonly rank: number }

/** Null where more than weights is read, or rows do not stay rows. */
export function rowMap(tools: SiteTools, from: string, to: string): RowMap | null {
  const { content, shapes } = tools
  const { graph } = content
  const ops = opsBetween(tools, from, to)
  const [width, end] = [perToken(shapes, from), perToken(shapes, to)]
  const rank = axesOf(shapes, from)?.length
  const type = elementTypeOf(graph, from)
  if (ops === null || width === null || end === null || rank === undefined || type === null) return null
  const steps: RowStep[] = []
  const reads = new Set<string>()
  for (const op of ops) {
    const [read] = content.read(op)
    const [made] = op.outputs
    if (read !== undefined && made && staysRows(tools, op, read, made)) {
      steps.push({ kind: 'move', from: read, to: made, rank: axesOf(shapes, made)!.length })
      continue
    }
    const others = op.inputs.filter((input) => input !== '' && !content.has(input))
    if (!others.every((input) => graph.isConstant(input)) || !alongRows(tools, op)) {
      return null
    }
    for (const other of others) reads.add(other)
    steps.push({ kind: 'node', op })
  }
  const weights = new Map(
    [...reads].map((name) => {
      return [name, { sizes: shapes.of.get(name)?.[0] ?? [], type: elementTypeOf(graph, name) }] as const
    }),
  )
  return { from, to, width: { from: width, to: end }, type, rank, steps, weights }
}

/** The nodes from one value to another through which all content passes, in the order of running; null where there are none. */
function opsBetween({ content }: SiteTools, from: string, to: string): Op[] | null {
  if (from === to) return []
  const ops: Op[] = []
  for (const narrow of narrowsBack(content, to)) {
    ops.push(...narrow.ops)
    if (narrow.value === from) return ops.sort((a, b) => a.index - b.index)
    if (content.graph.at(narrow.value) < content.graph.at(from)) return null
  }
  return null
}

/** Whether a node moves whole rows alone. */
function staysRows({ shapes }: SiteTools, op: Op, read: string, made: string): boolean {
  if (!isLayout(op) || /^(Cast|CastLike|QuantizeLinear|DequantizeLinear|Gather|GatherND|Slice|Split)$/.test(op.type)) {
    return false
  }
  const [before, after] = [perToken(shapes, read), perToken(shapes, made)]
  const [last, rank] = [axesOf(shapes, made)?.at(-1)?.[0], axesOf(shapes, made)?.length]
  return before !== null && before === after && last === after && rank !== undefined && rank <= 3
}

/** Whether all that a node reads and makes of content has rows in its last axis, or one number for each. */
function alongRows({ content, shapes }: SiteTools, op: Op): boolean {
  const outputs = op.outputs.filter((value) => value !== '' && content.graph.consumers(value).length > 0)
  return [...content.read(op), ...outputs].every((value) => {
    const axes = axesOf(shapes, value)
    if (!axes) return false
    // What all rows are quantised by: one number, or one for each of their columns.
    if (axes.length === 0 || (axes.length === 1 && axes[0]!.every((size) => size === axes[0]![0]))) return true
    return axes.length <= 3 && axes.at(-1)![0] === perToken(shapes, value)
  })
}

/** The nodes that make these values, and whatever those read, in the order of running. */
export function madeFrom(graph: Graph, values: Iterable<string>): Op[] {
  const ops = new Set<Op>()
  const left = [...values]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    const op = graph.producer(value)
    if (!op || ops.has(op)) continue
    ops.add(op)
    left.push(...op.inputs)
  }
  return [...ops].sort((a, b) => a.index - b.index)
}
