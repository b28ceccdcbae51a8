import type { Graph } from './graph'
import type { FoundInput } from './inputs'
import { isConvolution, weightOf } from './kinds'
import { intsOf, type Op } from './op'

/** Images are mostly square, and of these sides. */
const sides = [224, 384, 256, 336, 448, 512, 518, 32, 64, 28, 96, 128]
/** Readers of lines of text want one height and no other, PP-OCR's 48 pixels or older ones' 32, and some width. */
const lines = [
  [48, 320],
  [32, 320],
]
/** Whisper takes 3000 frames and nothing else, others about a second. */
const lengths = [3000, 1024, 1000, 512, 100]
/** A second at 16 kHz. */
const samples = [16_000, 24_000, 48_000]

/**
 * Shapes to try for data whose sizes are not all declared, the likeliest first; empty where the number of tokens is all that is free.
 * Channels are those that the first linear map takes; a table of positions tells how many patches or frames there must be.
 */
export function sizesToTry(graph: Graph, { name, dims }: FoundInput): number[][] {
  const rank = dims?.length ?? 0
  const first = firstMap(graph, name)
  const isFree = (at: number) => typeof dims?.[at] !== 'number' || (dims[at] as number) < 0
  const free = [...Array(rank).keys()].slice(1).filter(isFree)
  if (dims === null || free.length === 0 || first === null) return []
  const weight = graph.tensor(weightOf(graph, first)!)?.dims.map(Number) ?? []
  const convolved = isConvolution(first)
  const fill = (sizes: readonly (number | undefined)[]) =>
    sizes.map((size, at) => (at === 0 || !isFree(at) ? (isFree(at) ? 1 : (dims[at] as number)) : (size ?? 1)))
  if (convolved && rank === 4 && weight.length === 4) {
    const group = Number(first.node.attribute.find((one) => one.name === 'group')?.i ?? 1n)
    const told = placesIn(graph, weight[0]!).flatMap((places) => {
      const side = [1, 0, 2, 5]
        .map((special) => Math.sqrt(places - special))
        .find((root) => Number.isInteger(root) && root > 0)
      return side === undefined ? [] : [side * (intsOf(first, 'strides')?.[0] ?? 1)]
    })
    const [likeliest, ...others] = sides
    const square = (side: number) => [side, side]
    const all = [...unique([...told, likeliest!]).map(square), ...lines, ...others.map(square)]
    return all.map(([height, width]) => fill([1, weight[1]! * group, height, width]))
  }
  if (convolved && rank === 3 && weight.length === 3) {
    const strides = stridesAfter(graph, first)
    const told = placesIn(graph, null).map((places) => places * strides)
    return unique([...told, ...lengths]).map((length) => fill([1, weight[1], length]))
  }
  if (rank === 2) return samples.map((length) => fill([1, length]))
  return []
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
}

const mostSteps = 200

/** The first linear map of what is given, behind moves and scales. */
function firstMap(graph: Graph, name: string): Op | null {
  const seen = new Set([name])
  const left = [name]
  for (let value = left.shift(); value !== undefined && seen.size < mostSteps; value = left.shift()) {
    for (const op of graph.consumers(value)) {
      if (weightOf(graph, op) !== null) return op
      for (const output of op.outputs) {
        if (output === '' || seen.has(output)) continue
        seen.add(output)
        left.push(output)
      }
    }
  }
  return null
}

/** Strides of the convolutions that follow each other from one on. */
function stridesAfter(graph: Graph, first: Op): number {
  let product = 1
  for (const op of graph.ops.slice(first.index)) {
    if (isConvolution(op)) product *= intsOf(op, 'strides')?.[0] ?? 1
  }
  return product
}

/** How many rows the weights have that are added as they are, [rows, width] or [1, rows, width]: positions. */
function placesIn(graph: Graph, width: number | null): number[] {
  return graph.ops.flatMap((op) => {
    if (op.type !== 'Add') return []
    return op.inputs.flatMap((input) => {
      const dims = graph.tensor(input)?.dims.map(Number) ?? []
      const [rows, own] = dims.slice(-2)
      const fits = dims.length >= 2 && dims.slice(0, -2).every((size) => size === 1) && rows! > 1
      return fits && (width === null || own === width) ? [rows!] : []
    })
  })
}
