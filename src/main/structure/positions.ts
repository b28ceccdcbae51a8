import type { SiteTools } from './attention-sites'
import type { Sizes } from './axes'
import type { FoundInputs } from './inputs'
import { isConvolution, weightOf } from './kinds'
import { narrowsBack } from './narrows'
import { intsOf, type Op } from './op'
import { axesOf } from './shapes'

/** What the positions of a residual stream stand for. */
export type Positions =
  | { readonly kind: 'tokens' }
  /**
   * Parts of an image, row by row, between so many leading and trailing special tokens (a class token, registers). `patch` is the
   * way from one to the next in pixels, [down, right]; null where it is not told by convolutions or sizes.
   */
  | {
      readonly kind: 'patches'
      readonly input: string
      readonly rows: number
      readonly columns: number
      readonly patch: [down: number, right: number] | null
      readonly leading: number
      readonly trailing: number
    }
  /**
   * Pieces of a sound or of another series; `step` is the way from one to the next in the input's own numbers or rows, and `reach`
   * how many of them one is made of, less what is put around them: of n there are ⌊(n − reach) / step⌋ + 1.
   */
  | {
      readonly kind: 'frames'
      readonly input: string
      readonly step: number | null
      readonly reach: number | null
      readonly leading: number
    }

/** How the content that becomes a stream's start is followed back; that of real models has some dozens of nodes. */
const mostOps = 4000

/** What a stream's positions are, by what feeds its first value: rows of a table of words, or an image or a sound. */
export function positionsOf(tools: SiteTools, { inputs, words }: FoundInputs, start: string, length: Sizes): Positions {
  const { content, shapes } = tools
  const above = opsBefore(tools, start)
  const reached = new Set([start, ...above.flatMap((op) => content.read(op))])
  if (words.some(({ output }) => reached.has(output))) return { kind: 'tokens' }
  const data = inputs.find(({ name, role }) => role === 'data' && reached.has(name))
  const axes = data && axesOf(shapes, data.name)?.map((sizes) => sizes[0]!)
  if (!data || !axes) return { kind: 'tokens' }
  const count = length[0]!
  const { leading, trailing } = specialTokens(tools, start, count)
  const input = data.name
  const grid = gridOf(tools, above, count - trailing) ?? squareGrid(axes, count - leading - trailing)
  if (grid) {
    const [rows, columns] = grid
    const [height, width] = axes.slice(-2) as [number, number]
    const steps = stridesBetween(tools, start)
    const whole = axes.length === 4 && height % rows === 0 && width % columns === 0
    const patch: [number, number] | null = whole
      ? [height / rows, width / columns]
      : steps?.length === 2
        ? [steps[0]!, steps[1]!]
        : null
    return { kind: 'patches', input, rows, columns, patch, leading: count - trailing - rows * columns, trailing }
  }
  const mapped = above.some((op) => weightOf(content.graph, op) !== null)
  // Vectors that are given in the place of words.
  if (axes.length === 3 && axes[1] === count && !mapped) return { kind: 'tokens' }
  const steps = stridesBetween(tools, start)
  const rowsOwn = axes.length === 3 && axes[1] === count - leading
  const step = steps?.length === 1 ? steps[0]! : rowsOwn ? 1 : null
  const reach = steps?.length === 1 ? reachOf(tools, start) : null
  const fits = step !== null && reach !== null && Math.floor((axes.at(-1)! - reach) / step) + 1 === count - leading
  return { kind: 'frames', input, step, reach: fits ? reach : null, leading }
}

function opsBefore({ content }: SiteTools, start: string): Op[] {
  const found = new Set<Op>()
  const left = [start]
  for (let value = left.pop(); value !== undefined && found.size < mostOps; value = left.pop()) {
    const op = content.graph.producer(value)
    if (!op || found.has(op)) continue
    found.add(op)
    left.push(...content.read(op))
  }
  return [...found].sort((a, b) => b.index - a.index)
}

/** Rows and columns of the last convolution over two axes whose places all become positions. */
function gridOf({ shapes }: SiteTools, above: readonly Op[], most: number): [rows: number, columns: number] | null {
  for (const op of above) {
    if (!isConvolution(op)) continue
    const [, , rows, columns, ...more] = axesOf(shapes, op.outputs[0]!)?.map((sizes) => sizes[0]!) ?? []
    if (rows === undefined || columns === undefined || more.length > 0) continue
    if (rows * columns > 1 && rows * columns <= most) return [rows, columns]
  }
  return null
}

/** Of an image that is cut up by reshaping alone: the one square that gives so many. */
function squareGrid(axes: readonly number[], count: number): [rows: number, columns: number] | null {
  const [, , height, width] = axes
  if (axes.length !== 4 || height === undefined || width === undefined) return null
  const side = Math.sqrt((height * width) / count)
  return Number.isInteger(side) && height % side === 0 && width % side === 0 ? [height / side, width / side] : null
}

/** Vectors that are no part of what was given, set before or after those that are, at the last place where some are. */
function specialTokens({ content, shapes }: SiteTools, start: string, count: number) {
  let [leading, trailing] = [0, 0]
  let left = count
  for (const { ops } of narrowsBack(content, start)) {
    for (const op of ops) {
      if (op.type !== 'Concat') continue
      const parts = op.inputs.map((value) => axesOf(shapes, value)?.map((sizes) => sizes[0]!))
      const whole = axesOf(shapes, op.outputs[0]!)?.map((sizes) => sizes[0]!)
      const axis =
        whole?.findIndex((size, at) => size === left && parts.every((part) => part && part[at]! < size)) ?? -1
      if (axis < 0) continue
      const own = op.inputs.map((value) => content.has(value))
      const sizes = parts.map((part) => part![axis]!)
      const sum = (from: number, to: number) => sizes.slice(from, to).reduce((total, size) => total + size, 0)
      const before = sum(0, own.indexOf(true))
      const after = sum(own.lastIndexOf(true) + 1, sizes.length)
      leading += before
      trailing += after
      left -= before + after
    }
  }
  return { leading, trailing }
}

/** The product of strides along each axis from what is given to the stream; null where nothing has any. */
function stridesBetween({ content }: SiteTools, start: string): number[] | null {
  let product: number[] | null = null
  for (const { ops } of narrowsBack(content, start)) {
    // Of branches beside each other, the one that goes furthest.
    let own: number[] | null = null
    for (const op of ops) {
      const strides = isConvolution(op) || /Pool$/.test(op.type) ? stridesOf(op) : null
      if (strides === null) continue
      own = own === null ? strides : strides.map((stride, axis) => Math.max(stride, own![axis] ?? 1))
    }
    if (own !== null) product = product === null ? own : own.map((stride, axis) => stride * (product![axis] ?? 1))
  }
  return product
}

/** Of convolutions along one axis, one after the other: how far what is given reaches into one of what comes out. */
function reachOf({ content }: SiteTools, start: string): number | null {
  let reach = 1
  // From the last to the first.
  for (const { ops } of narrowsBack(content, start)) {
    for (const op of ops) {
      const [stride = 1] = stridesOf(op) ?? []
      // Others, padded, leave as many as they take.
      if (!isConvolution(op) || stride === 1) continue
      const [kernel] = intsOf(op, 'kernel_shape') ?? []
      if (kernel === undefined) return null
      const [before = 0, after = 0] = intsOf(op, 'pads') ?? []
      const [dilation = 1] = intsOf(op, 'dilations') ?? []
      reach = (reach - 1) * stride + (kernel - 1) * dilation + 1 - before - after
    }
  }
  return reach
}

function stridesOf(op: Op): number[] | null {
  return intsOf(op, 'strides') ?? intsOf(op, 'kernel_shape')?.map(() => 1) ?? null
}
