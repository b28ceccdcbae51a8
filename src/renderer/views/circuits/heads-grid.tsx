import { type KeyboardEvent, useRef, useState } from 'react'
import { type AttentionPlace, headLabel, mostHeads } from '../../../shared/attention-places'
import type { HeadSummary, ModelCircuits } from '../../../shared/circuits'
import { fixed } from '../../../shared/figures/numbers'
import { diverging, inkOn, sequential } from '../../../shared/figures/scales'
import { useChosenHead } from '../../state/attention'
import { useCircuitChoices } from '../../state/circuits'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'
import { Segmented } from '../../ui/segmented'

/** With no more heads than this a cell has room for its number. */
const mostNumbered = 12

const measures = [
  {
    value: 'copying',
    label: 'Copying',
    hint: 'Σλ / Σ|λ| of the OV circuit’s eigenvalues: 1 where attending to a word raises it',
  },
  { value: 'previous', label: 'Previous token', hint: 'Mean weight on the token before, on random tokens said twice' },
  { value: 'induction', label: 'Induction', hint: 'Mean weight on what followed the first time, on the same tokens' },
] as const

/**
 * Attentions below one another, heads beside one another: what the weights, or a run on random tokens, say of each. One tab stop:
 * the arrow keys go from cell to cell, Enter chooses.
 */
export function HeadsGrid({ answer, places }: { answer: ModelCircuits; places: readonly AttentionPlace[] }) {
  const theme = useTheme()
  const wished = useCircuitChoices((choices) => choices.measure)
  const measure = answer.randomLength === null ? 'copying' : wished
  const colour = measure === 'copying' ? diverging(theme) : sequential(theme)
  const chosen = useChosenHead()
  const table = useRef<HTMLTableElement>(null)
  const [stop, setStop] = useState(chosen)
  const heads = mostHeads(places)
  const offered = answer.randomLength === null ? measures.slice(0, 1) : measures
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const layer = Math.min(answer.heads.length - 1, Math.max(0, stop.layer + by[0]!))
    const head = Math.min(answer.heads[layer]!.length - 1, Math.max(0, stop.head + by[1]!))
    table.current?.tBodies[0]?.rows[layer]?.cells[head + 1]?.querySelector('button')?.focus()
  }
  return (
    <section aria-label="Every head" className="circuits-grid">
      <header>
        <h2>Every head</h2>
        <Segmented
          label="Measure"
          options={offered}
          value={measure}
          onChange={(next) => useCircuitChoices.setState({ measure: next })}
        />
      </header>
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are chosen, so the table is a grid
        role="grid"
        aria-label="Heads by layer"
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
          {answer.heads.map((row, layer) => (
            <tr key={layer}>
              <th scope="row">{places[layer]!.name}</th>
              {row.map((summary, head) => {
                const value = summary[measure]
                const background = value === null ? 'transparent' : colour(value)
                const isStop = layer === Math.min(stop.layer, answer.heads.length - 1) && head === stop.head
                const name = `Head ${headLabel(places, { layer, head })}`
                return (
                  <td key={head}>
                    <button
                      type="button"
                      tabIndex={isStop ? 0 : -1}
                      style={value === null ? {} : { background, color: inkOn(background) }}
                      aria-label={`${name}: ${numberText(value)}`}
                      aria-pressed={layer === chosen.layer && head === chosen.head}
                      title={`${name}: ${wordsOf(summary)}`}
                      onClick={() => selectHead(layer, head)}
                      onFocus={() => setStop({ layer, head })}
                    >
                      {heads <= mostNumbered && numberText(value)}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function numberText(value: number | null): string {
  return value === null ? '\u2013' : fixed(value, 2)
}

function wordsOf({ copying, positive, previous, induction }: HeadSummary): string {
  const run = previous === null ? '' : `, previous token ${numberText(previous)}, induction ${numberText(induction)}`
  const share = positive === null ? '' : `, ${Math.round(100 * positive)} % of eigenvalues above 0`
  return `copying ${numberText(copying)}${share}${run}`
}
