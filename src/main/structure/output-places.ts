import { elementCount } from '../../shared/tensor'
import { numbersIn } from './constants'
import type { Graph } from './graph'
import { intOf, intsOf, type Op } from './op'
import type { ProbedShapes } from './shapes'

/** Numbers in the place of a value's: each says which output of a linear map stands there. */
interface Places {
  readonly shape: readonly number[]
  readonly at: Int32Array<ArrayBuffer>
}

/**
 * Which outputs of a linear map each value behind it holds, as far as only moves and numbers that are the same in every run stand
 * between: what one tensor's rows or columns are for, where it holds several maps, in whatever order an exporter put them.
 */
export function outputsBehind(graph: Graph, shapes: ProbedShapes, made: string): Map<string, readonly number[]> {
  const found = new Map<string, readonly number[]>()
  const shape = shapes.of.get(made)?.[0]
  const width = shape?.at(-1)
  if (!shape || !width || elementCount(shape) > mostPlaces) return found
  const first = { shape, at: Int32Array.from({ length: elementCount(shape) }, (_, at) => at % width) }
  const left: (readonly [string, Places])[] = [[made, first]]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, places] = next
    found.set(
      value,
      [...new Set(places.at)].sort((a, b) => a - b),
    )
    for (const op of graph.consumers(value)) {
      for (const [output, moved] of movedBy(graph, shapes, op, value, places)) {
        if (!found.has(output)) left.push([output, moved])
      }
    }
  }
  return found
}

/** Of the values that stand behind a map in the run that shapes are taken from. */
const mostPlaces = 1 << 25

/** Nodes that leave every number where it is. */
const keeping = /^(Reshape|Squeeze|Unsqueeze|Flatten|Identity|Cast|CastLike|Dropout|Clip)$/

/** What a node makes of them; nothing where it does more than move them, or scale or shift them. */
function movedBy(graph: Graph, shapes: ProbedShapes, op: Op, value: string, places: Places): [string, Places][] {
  const shapeOf = (output: string) => shapes.of.get(output)?.[0]
  const [output = ''] = op.outputs
  const shape = shapeOf(output)
  if (op.type === 'Split') return splitBy(op, places, shapeOf)
  if (!shape || (op.inputs[0] !== value && !/^(Add|Mul)$/.test(op.type))) return []
  // The scale of the numbers that a quantised map meets is a run's, and the same for every token.
  const isFixed = (input: string) => graph.isConstant(input) || isForAll(shapeOf(input))
  const isKept = elementCount(shape) === places.at.length
  if (keeping.test(op.type)) return isKept ? [[output, { shape, at: places.at }]] : []
  if (/^(Add|Sub|Mul|Div)$/.test(op.type)) {
    return isKept && op.inputs.every((input) => input === value || isFixed(input))
      ? [[output, { shape, at: places.at }]]
      : []
  }
  const view = viewOf(graph, shapes, op, places.shape, shape)
  return view ? [[output, taken(places, shape, view)]] : []
}

/** Whether a value has no axis but the last. */
function isForAll(shape: readonly number[] | undefined): boolean {
  return (shape ?? [2, 1]).slice(0, -1).every((size) => size === 1)
}

/** How an output lies in its input: where it begins, and how far apart the places along each of its axes are. */
interface View {
  readonly offset: number
  readonly strides: readonly number[]
}

function splitBy(
  op: Op,
  places: Places,
  shapeOf: (output: string) => readonly number[] | undefined,
): [string, Places][] {
  const axis = axisOf(intOf(op, 'axis', 0), places.shape)
  const strides = stridesOf(places.shape)
  const shapes = op.outputs.map(shapeOf)
  const sizes = shapes.map((shape) => shape?.[axis] ?? Number.NaN)
  return op.outputs.flatMap((output, which): [string, Places][] => {
    const shape = shapes[which]
    const offset = sizes.slice(0, which).reduce((sum, size) => sum + size, 0) * strides[axis]!
    return shape && Number.isInteger(offset) ? [[output, taken(places, shape, { offset, strides })]] : []
  })
}

function viewOf(
  graph: Graph,
  shapes: ProbedShapes,
  op: Op,
  before: readonly number[],
  after: readonly number[],
): View | null {
  const strides = stridesOf(before)
  if (op.type === 'Transpose') {
    const perm = intsOf(op, 'perm') ?? before.map((_, axis) => before.length - 1 - axis)
    return { offset: 0, strides: perm.map((axis) => strides[axis]!) }
  }
  if (op.type === 'Expand') {
    const repeated = before.map((size, axis) => (size === 1 ? 0 : strides[axis]!))
    return { offset: 0, strides: [...Array<number>(after.length - before.length).fill(0), ...repeated] }
  }
  if (op.type === 'Gather' || op.type === 'GatherND') {
    const axis = axisOf(intOf(op, 'axis', 0), before)
    const [index, ...others] = numbersIn(graph, op.inputs[1]!) ?? []
    if (index === undefined || others.length > 0) return null
    const offset = (index < 0 ? index + before[axis]! : index) * strides[axis]!
    return { offset, strides: after.length < before.length ? strides.toSpliced(axis, 1) : strides }
  }
  return op.type === 'Slice' ? sliceOf(graph, shapes, op, before) : null
}

function sliceOf(graph: Graph, shapes: ProbedShapes, op: Op, before: readonly number[]): View | null {
  const strides = stridesOf(before)
  const [axes, steps] = [3, 4].map((at) => (op.inputs[at] ? numbersIn(graph, op.inputs[at]) : null))
  // Before opset 10 they are attributes.
  const axesOf = axes ?? intsOf(op, 'axes')
  const from = intsOf(op, 'starts') ?? startsOf(graph, shapes, op, axisOf(axesOf?.[0] ?? 0, before))
  if (!from) return null
  const own = [...strides]
  let offset = 0
  for (const [which, start] of from.entries()) {
    const axis = axisOf(axesOf?.[which] ?? which, before)
    offset += (start < 0 ? Math.max(0, start + before[axis]!) : start) * strides[axis]!
    own[axis] = strides[axis]! * (steps?.[which] ?? 1)
  }
  return { offset, strides: own }
}

/** Where a slice begins; one whose begin is computed begins where another ends, as exporters write pieces of one size. */
function startsOf(
  graph: Graph,
  shapes: ProbedShapes,
  { inputs: [of = '', starts = ''] }: Op,
  axis: number,
): number[] | null {
  const known = numbersIn(graph, starts)
  if (known) return known
  const before = graph
    .consumers(of)
    .find(({ type, inputs }) => type === 'Slice' && inputs[0] === of && inputs[2] === starts)
  const size = before && shapes.of.get(before.outputs[0]!)?.[0]?.[axis]
  const [start, ...others] = (before && startsOf(graph, shapes, before, axis)) ?? []
  return size === undefined || start === undefined || others.length > 0 ? null : [start + size]
}

function taken({ at }: Places, shape: readonly number[], { offset, strides }: View): Places {
  const own = stridesOf(shape)
  const places = new Int32Array(elementCount(shape))
  for (let to = 0; to < places.length; to++) {
    let from = offset
    for (const [axis, size] of shape.entries()) from += (Math.floor(to / own[axis]!) % size) * strides[axis]!
    places[to] = at[from]!
  }
  return { shape, at: places }
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)))
}

function axisOf(axis: number, { length }: readonly number[]): number {
  return axis < 0 ? axis + length : axis
}
