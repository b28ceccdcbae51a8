import { type KeyboardEvent, useRef, useState } from 'react'
import { type AttentionPlace, headLabel, mostHeads } from '../../../shared/attention-places'
import { headNumber } from '../../../shared/figures/model-heads-figure'
import type { PatternRows } from '../../../shared/figures/models-spec'
import { fixed } from '../../../shared/figures/numbers'
import { inkOn, sequential } from '../../../shared/figures/scales'
import type { HeadDifference } from '../../../shared/two-models'
import { useChosenHead } from '../../state/attention'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'

/** With no more heads than this a cell has room for its number. */
const mostNumbered = 12

/**
 * Attentions below one another, heads beside one another: how far each head's two patterns are apart. One tab stop: the arrow
 * keys go from cell to cell, Enter chooses.
 */
export function HeadsGrid({
  patterns,
  places,
  rows,
}: {
  patterns: readonly (readonly HeadDifference[])[]
  places: readonly AttentionPlace[]
  rows: PatternRows
}) {
  const colour = sequential(useTheme())
  const chosen = useChosenHead()
  const table = useRef<HTMLTableElement>(null)
  const [stop, setStop] = useState(chosen)
  const heads = mostHeads(places)
  const largest = Math.max(1e-9, ...patterns.flat().map((head) => headNumber(head, rows) ?? 0))
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const layer = Math.min(patterns.length - 1, Math.max(0, stop.layer + by[0]!))
    const head = Math.min(patterns[layer]!.length - 1, Math.max(0, stop.head + by[1]!))
    table.current?.tBodies[0]?.rows[layer]?.cells[head + 1]?.querySelector('button')?.focus()
  }
  return (
    <div className="heads-grid">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are chosen, so the table is a grid
        role="grid"
        aria-label="Differences of patterns by layer and head"
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
          {patterns.map((row, layer) => (
            <tr key={layer}>
              <th scope="row">{places[layer]!.name}</th>
              {row.map((difference, head) => {
                const value = headNumber(difference, rows)
                const background = value === null ? 'transparent' : colour(value / largest)
                const isStop = layer === Math.min(stop.layer, patterns.length - 1) && head === stop.head
                const name = `Head ${headLabel(places, { layer, head })}`
                const text = (digits: number) => (value === null ? 'not of this text' : fixed(value, digits))
                return (
                  <td key={head}>
                    <button
                      type="button"
                      tabIndex={isStop ? 0 : -1}
                      style={{ background, color: inkOn(value === null ? '#ffffff' : background) }}
                      aria-label={`${name}: ${text(heads <= mostNumbered ? 2 : 3)}`}
                      aria-pressed={layer === chosen.layer && head === chosen.head}
                      title={`${name}: ${text(3)}`}
                      onClick={() => selectHead(layer, head)}
                      onFocus={() => setStop({ layer, head })}
                    >
                      {heads <= mostNumbered && value !== null && fixed(value, 2)}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="heads-grid-scale">
        <span className="num">0</span>
        <span
          style={{
            background: `linear-gradient(to right, ${Array.from({ length: 9 }, (_, at) => colour(at / 8)).join(', ')})`,
          }}
        />
        <span className="num">{fixed(largest, 2)}</span>
        <span className="quiet">total variation</span>
      </div>
    </div>
  )
}
