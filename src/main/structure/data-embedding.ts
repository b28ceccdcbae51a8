import { inRows, type SiteTools } from './attention-sites'
import { isCentring, isConvolution, isLayout, isNorm, weightOf } from './kinds'
import { narrowsBack } from './narrows'
import type { Op } from './op'
import { axesOf, perToken } from './shapes'
import { isScaleOrBias } from './stream'

/** What stands before the first block where no words are looked up: values of the graph. */
export interface DataEmbedding {
  /** Patches or frames as vectors, special tokens among them, before positions are added. */
  readonly embed: string
  /** What is added for positions: weights, or a convolution of the vectors themselves; and the sum, whose texts it is spread over. */
  readonly positions: { readonly added: string; readonly sum: string } | null
  /** The sum before a norm of its own; null where there is none. */
  readonly full: string | null
}

/** Follows a stream of patches or frames from its first value back to the vectors that come of the data. */
export function dataEmbedding(tools: SiteTools, start: string): DataEmbedding {
  const { content, shapes } = tools
  const width = perToken(shapes, start)
  let embed = start
  let positions: DataEmbedding['positions'] = null
  let full: string | null = null
  for (const { value: next, ops } of narrowsBack(content, start)) {
    if (perToken(shapes, next) !== width || inRows(tools, next) === null) break
    // A norm that is written out takes the mean off in a step of its own.
    const isFull = positions === null && ((full === null && isNorm(ops)) || (full === embed && isCentring(ops)))
    if (isFull) full = next
    else {
      const added: DataEmbedding['positions'] = positions === null ? positionsAmong(tools, ops, next) : null
      positions ??= added
      if (added === null && !ops.every((op) => isLayout(op) || isScaleOrBias(content, op))) break
      if (added === null) continue
    }
    embed = next
  }
  return { embed, positions, full }
}

/** A sum of `from` with weights that have a row for each position, or with a convolution of `from` itself (wav2vec 2.0). */
function positionsAmong({ content, shapes }: SiteTools, ops: readonly Op[], from: string): DataEmbedding['positions'] {
  for (const op of ops) {
    if (op.type !== 'Add' && op.type !== 'Sum') continue
    const sum = op.outputs[0]!
    const fixed = op.inputs.find((input) => !content.has(input))
    if (fixed !== undefined) {
      const rows = axesOf(shapes, fixed)?.at(-2)
      if (rows?.every((size, run) => size === shapes.length[run])) return { added: fixed, sum }
      continue
    }
    const convolved = ops.some(isConvolution) && ops.every((one) => maps(one, content))
    const added = content.read(op).find((input) => input !== from)
    if (convolved && added !== undefined && content.read(op).includes(from)) return { added, sum }
  }
  return null
}

/** No product but convolutions. */
function maps(op: Op, { graph }: SiteTools['content']): boolean {
  return isConvolution(op) || weightOf(graph, op) === null
}
