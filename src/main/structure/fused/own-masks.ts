import { axesOf, type ProbedShapes } from '../shapes'
import type { Beside } from './beside'
import { between } from './masks'

/**
 * Which keys ONNX Runtime's own attentions see, in a form that broadcasts over [batch, head, query, key]: a mask [batch, key] or
 * [batch, query, key]; where each text ends, [batch] or [3 × batch + 2]; or where each ends and begins, [2 × batch]. Null for any
 * other form.
 * Source: docs/ContribOperators.md, `mask_index` of Attention.
 */
export function keyMask(
  mask: string,
  keys: string,
  { beside, shapes }: { readonly beside: Beside; readonly shapes: ProbedShapes },
): string | null {
  const axes = axesOf(shapes, mask)
  if (axes?.length === 2) {
    const lead = beside.slice(beside.node('Shape', [mask]), 0, 0, 1)
    return beside.node('Reshape', [mask, beside.node('Concat', [lead, beside.ints(1, 1, -1)], { axis: 0 })])
  }
  if (axes?.length === 3) {
    const [batch, rest] = [beside.size(mask, 0), beside.slice(beside.node('Shape', [mask]), 0, 1, 3)]
    return beside.node('Reshape', [mask, beside.node('Concat', [batch, beside.ints(1), rest], { axis: 0 })])
  }
  const times = (count: number, more = 0) =>
    axes?.[0]?.every((size, run) => size === count * shapes.batch[run]! + more) ?? false
  if (axes?.length === 1 && times(1)) return between(beside, keys, mask, null)
  if (axes?.length === 1 && times(3, 2)) {
    // Where each text ends, and then where its queries and keys are in rows without padding, which this operator has none of.
    const batch = beside.node('Div', [beside.size(mask, 0), beside.ints(3)])
    return between(beside, keys, beside.slice(mask, 0, 0, batch), null)
  }
  if (axes?.length === 1 && times(2)) {
    const half = beside.node('Div', [beside.size(mask, 0), beside.ints(2)])
    return between(beside, keys, beside.slice(mask, 0, 0, half), beside.slice(mask, 0, half, Number.MAX_SAFE_INTEGER))
  }
  return null
}
