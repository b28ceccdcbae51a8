import type { StoredTensor, TensorLies } from '../checkpoint'

/** What says where a head's rows begin. */
export interface HeadSizes {
  readonly heads: number
  readonly keyHeads: number
  readonly dHead: number
}

/** Shape of a tensor as the family's own checkpoints have it. */
export function ownShape({ shape, lies }: StoredTensor): readonly number[] {
  return lies?.transposed && shape.length === 2 ? shape.toReversed() : shape
}

/** Whether two tensors' values follow one another in one order, so that they can be compared as they lie. */
export function liesAlike(a: TensorLies | undefined, b: TensorLies | undefined): boolean {
  return orders.every((order) => (a?.[order] ?? false) === (b?.[order] ?? false))
}

const orders = ['transposed', 'parts', 'pairs', 'plusOne'] as const

/**
 * Puts values, from the `start`th of the tensor on, where the family's own checkpoints have them in `whole`: the inverse of what
 * `TensorLies` tells of llama.cpp's converter.
 */
export function placeInOwnOrder(
  { shape, lies }: StoredTensor,
  sizes: HeadSizes,
  values: Float32Array,
  start: number,
  whole: Float32Array,
): void {
  const rows = shape[0] ?? 1
  const width = Math.max(1, whole.length / rows)
  const minus = lies?.plusOne ? 1 : 0
  const rowOf = lies?.pairs ? halvesOf(sizes) : lies?.parts ? groupsOf(sizes) : null
  for (let at = 0; at < values.length; ) {
    const row = Math.floor((start + at) / width)
    const column = (start + at) % width
    const count = Math.min(width - column, values.length - at)
    if (lies?.transposed && shape.length === 2) {
      for (let i = 0; i < count; i++) whole[(column + i) * rows + row] = values[at + i]!
    } else {
      const to = (rowOf ? rowOf(row) : row) * width + column
      for (let i = 0; i < count; i++) whole[to + i] = values[at + i]! - minus
    }
    at += count
  }
}

/** Where the file has pairs of a head's dimensions, the family has their first halves and then their second ones. */
function halvesOf({ dHead }: HeadSizes): (row: number) => number {
  return (row) => {
    const within = row % dHead
    return row - within + (within % 2) * (dHead / 2) + Math.floor(within / 2)
  }
}

/** Where the file has all of q, of k, of v, the family has the queries of one head of keys, that head, and its values. */
function groupsOf({ heads, keyHeads, dHead }: HeadSizes): (row: number) => number {
  const queries = heads / keyHeads
  const group = (queries + 2) * dHead
  return (row) => {
    const head = Math.floor(row / dHead)
    const within = row % dHead
    if (head < heads) return Math.floor(head / queries) * group + (head % queries) * dHead + within
    const isValue = head >= heads + keyHeads
    const key = head - heads - (isValue ? keyHeads : 0)
    return key * group + (queries + (isValue ? 1 : 0)) * dHead + within
  }
}
