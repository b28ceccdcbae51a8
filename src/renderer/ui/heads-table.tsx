import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { type AttentionPlace, headLabel, mostHeads } from '../../shared/attention-places'
import { useChosenHead } from '../state/attention'
import { selectHead } from '../state/select-head'

/** With no more heads than this a cell has room for its number. */
const mostNumbered = 12

export interface HeadCell {
  readonly style: CSSProperties
  /** In the cell, where it has room. */
  readonly number: string
  /** Said of it, after its name: aloud, and on hover. */
  readonly spoken: string
  readonly told: string
}

/**
 * Attentions below one another, heads beside one another, a cell for each. One tab stop: the arrow keys go from cell to cell,
 * Enter chooses.
 */
export function HeadsTable<T>({
  label,
  places,
  rows,
  cellOf,
}: {
  label: string
  places: readonly AttentionPlace[]
  rows: readonly (readonly T[])[]
  /** `hasRoom`: whether numbers are in the cells. */
  cellOf: (head: T, hasRoom: boolean) => HeadCell
}) {
  const chosen = useChosenHead()
  const table = useRef<HTMLTableElement>(null)
  const [stop, setStop] = useState(chosen)
  const heads = mostHeads(places)
  const hasRoom = heads <= mostNumbered
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const layer = Math.min(rows.length - 1, Math.max(0, stop.layer + by[0]!))
    const head = Math.min(rows[layer]!.length - 1, Math.max(0, stop.head + by[1]!))
    table.current?.tBodies[0]?.rows[layer]?.cells[head + 1]?.querySelector('button')?.focus()
  }
  return (
    <table
      ref={table}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are chosen, so the table is a grid
      role="grid"
      aria-label={label}
      onKeyDown={press}
    >
      <thead>
        <tr>
          <th scope="col">Layer</th>
          {Array.from({ length: heads }, (_, head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, layer) => (
          <tr key={layer}>
            <th scope="row">{places[layer]!.name}</th>
            {row.map((one, head) => {
              const { style, number, spoken, told } = cellOf(one, hasRoom)
              const isStop = layer === Math.min(stop.layer, rows.length - 1) && head === stop.head
              const name = `Head ${headLabel(places, { layer, head })}`
              return (
                <td key={head}>
                  <button
                    type="button"
                    tabIndex={isStop ? 0 : -1}
                    style={style}
                    aria-label={`${name}: ${spoken}`}
                    aria-pressed={layer === chosen.layer && head === chosen.head}
                    title={`${name}: ${told}`}
                    onClick={() => selectHead(layer, head)}
                    onFocus={() => setStop({ layer, head })}
                  >
                    {hasRoom && number}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
