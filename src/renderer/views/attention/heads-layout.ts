import type { Attention } from '../../../shared/attention'
import type { Head } from '../../../shared/shown-pattern'
import { type HeadFilter, type HeadOrder, passes } from '../../state/attention'

export interface PlacedHead extends Head {
  readonly x: number
  readonly y: number
}

export interface HeadsLayout {
  readonly items: readonly PlacedHead[]
  readonly columns: number
  /** Side of a thumbnail. */
  readonly side: number
  /** From one row to the next. */
  readonly pitch: number
  readonly width: number
  readonly height: number
}

/** Room for the heads' numbers above the first row, or for a score under each thumbnail. */
export const textHeight = 16
const gap = 4
const largest = 56
const smallest = 10
const sorted = 40

/**
 * `labelWidth` is room for the layers' names before the first column. Layers below one another and heads beside one another, or the heads by a measure, largest first, in lines. By layer every head
 * keeps its place, whatever the filter: it is dimmed and not left out.
 */
export function layoutHeads(
  { measures }: Pick<Attention, 'measures'>,
  order: HeadOrder,
  filter: HeadFilter | null,
  room: number,
  labelWidth: number,
): HeadsLayout {
  const all = measures.flatMap((row, layer) => row.map((_, head) => ({ layer, head })))
  const layers = measures.length
  const heads = Math.max(0, ...measures.map((row) => row.length))
  if (order === 'layer') {
    const between = room < labelWidth + heads * 22 ? 2 : gap
    const side = Math.max(smallest, Math.min(largest, Math.floor((room - labelWidth) / heads) - between))
    const pitch = side + between
    return {
      items: all.map(({ layer, head }) => ({
        layer,
        head,
        x: labelWidth + head * pitch,
        y: textHeight + layer * pitch,
      })),
      columns: heads,
      side,
      pitch,
      width: labelWidth + heads * pitch,
      height: textHeight + layers * pitch,
    }
  }
  const value = ({ layer, head }: Head) => measures[layer]![head]![order] ?? Number.NEGATIVE_INFINITY
  const kept = all.filter(({ layer, head }) => passes(filter, measures[layer]![head]!))
  const columns = Math.max(1, Math.floor(room / (sorted + gap)))
  const pitch = sorted + 2 * textHeight
  return {
    items: kept
      .toSorted((one, other) => (value(one) === value(other) ? 0 : value(other) - value(one)))
      .map((head, at) => ({ ...head, x: (at % columns) * (sorted + gap), y: Math.floor(at / columns) * pitch + 2 })),
    columns,
    side: sorted,
    pitch,
    width: columns * (sorted + gap),
    height: Math.ceil(kept.length / columns) * pitch + 2,
  }
}
