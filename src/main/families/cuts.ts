import type { PartKind } from '../../shared/anatomy'
import type { TensorCut } from '../checkpoint'
import type { Gates, Layout, QkvLayout, Sizes } from './architecture'

type GatesLayout = Extract<Gates, { fused: true }>['layout']

/** Queries, keys or values in a tensor that holds all three. */
export function cutOfQkv(
  kind: Extract<PartKind, 'query' | 'key' | 'value'>,
  layout: QkvLayout,
  lies: Layout,
  { heads, keyHeads, dHead }: Sizes,
): TensorCut {
  const axis = lies === 'in-out' ? 1 : 0
  const count = (kind === 'query' ? heads : keyHeads) * dHead
  if (layout === 'parts') {
    const start = { query: 0, key: heads * dHead, value: (heads + keyHeads) * dHead }[kind]
    return { axis, count, at: (index) => start + index }
  }
  const queries = heads / keyHeads
  const group = (queries + 2) * dHead
  const [width, start] = {
    query: [queries * dHead, 0],
    key: [dHead, queries * dHead],
    value: [dHead, (queries + 1) * dHead],
  }[kind] as [number, number]
  return { axis, count, at: (index) => Math.floor(index / width) * group + start + (index % width) }
}

/** Gate or up in a tensor of the given shape that holds both. */
export function cutOfGates(
  kind: Extract<PartKind, 'gate' | 'up'>,
  layout: GatesLayout,
  lies: Layout,
  shape: readonly number[],
): TensorCut {
  const axis = lies === 'in-out' ? 1 : 0
  const count = shape[axis]! / 2
  const second = kind === 'up' ? 1 : 0
  if (layout === 'halves') return { axis, count, at: (index) => second * count + index }
  return { axis, count, at: (index) => 2 * index + second }
}
