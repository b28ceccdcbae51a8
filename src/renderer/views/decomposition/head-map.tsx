import { type KeyboardEvent, useRef, useState } from 'react'
import { stationOfPlace, stepTitle } from '../../../shared/attention-places'
import type { Decomposition, MapCell } from '../../../shared/decomposition'
import { largestOf, type StillPart, stillParts } from '../../../shared/figures/decomposition-map'
import { partKey } from '../../../shared/figures/move-chain'
import { diverging, inkOn, sequential } from '../../../shared/figures/scales'
import { useMoveChoices } from '../../state/decomposition'
import { length } from '../../state/format'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'
import { selectStation, useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { classes } from '../../ui/classes'

/** One cell of the map: a head of the attention in a row, or the MLP after it. */
interface Place {
  readonly row: number
  readonly head: number | null
}

/**
 * Attentions below one another, heads beside one another, then the MLPs and what no part of the model chose: biases and norms'
 * shifts, the embedding above and what follows the last layer below. Colours end at the largest head or MLP. One tab stop: the arrow keys go from cell to cell, Enter
 * chooses.
 */
export function HeadMap({ answer, signed, unit }: { answer: Decomposition; signed: boolean; unit: string }) {
  const theme = useTheme()
  const model = useSession((session) => session.model)
  const chosenHead = useSelection((selection) => selection.head)
  const [pointed, setPointed] = useState<{ name: string; number: number } | null>(null)
  const { rows } = answer.map
  const chosenRow = rows.findIndex(({ layer }) => layer === answer.layer)
  const [at, setAt] = useState<Place>({ row: chosenRow, head: chosenHead ?? 0 })
  const table = useRef<HTMLTableElement>(null)
  const listed = useMoveChoices((choices) => choices.pointed)
  const numberOf = (cell: MapCell) => (signed ? cell.value : cell.length)
  const largest = largestOf(answer, signed)
  const colour = signed ? diverging(theme) : sequential(theme)
  const heads = rows[0]!.heads.length
  const still = stillParts(answer, signed)
  const whole = heads + 1 + still.rows[0]!.length
  const column = ({ head }: Place) => Math.min(head ?? heads, heads)
  const stopRow = Math.min(at.row, rows.length - 1)
  const stop = { row: stopRow, column: Math.min(column(at), rows[stopRow]!.mlp ? heads : heads - 1) }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const cell = (row: number, column: number) =>
      table.current?.tBodies[1]?.rows[row]?.cells[column + 1]?.querySelector('button')
    // Not each row has an MLP: the next one that does is gone to.
    let row = stop.row + by[0]!
    while (by[0] !== 0 && row >= 0 && row < rows.length && !cell(row, stop.column)) row += by[0]!
    cell(row, stop.column + by[1]!)?.focus()
  }
  const inList = ({ row, head }: Place) =>
    row === chosenRow &&
    head !== null &&
    answer.attention.byPair
      .concat(answer.attention.byHead)
      .some((part) => part.head === head && partKey(part) === listed)
  const choose = ({ row, head }: Place) => {
    const { layer, place } = rows[row]!
    if (head !== null) selectHead(layer, head)
    else if (model) selectStation(stationOfPlace(model, place) + 1)
  }
  const name = ({ row, head }: Place) => {
    const { place } = rows[row]!
    return head === null ? stepTitle(place, 'mlp') : `Head ${place.name}.${head}`
  }
  const button = (place: Place, cell: MapCell) => {
    const value = numberOf(cell)
    const background = colour(value / largest)
    const isChosen = place.row === chosenRow && place.head !== null && place.head === chosenHead
    return (
      <td key={place.head ?? 'mlp'} className={place.head === null ? 'moves-map-apart' : undefined}>
        <button
          type="button"
          className={classes('moves-cell', inList(place) && 'moves-cell-listed')}
          tabIndex={place.row === stop.row && column(place) === stop.column ? 0 : -1}
          style={{ background, color: inkOn(background) }}
          aria-label={`${name(place)}: ${length(value)}`}
          aria-pressed={isChosen}
          onClick={() => choose(place)}
          onMouseEnter={() => setPointed({ name: name(place), number: value })}
          onMouseLeave={() => setPointed(null)}
          onFocus={() => {
            setPointed({ name: name(place), number: value })
            setAt(place)
          }}
          onBlur={() => setPointed(null)}
        >
          {heads <= 8 && length(value)}
        </button>
      </td>
    )
  }
  const stillCell = (part: StillPart, isNamed: boolean, isFirst: boolean) => {
    const background = colour(part.number / largest)
    return (
      <td key={part.key} colSpan={isNamed ? whole : 1} className={isFirst ? 'moves-map-apart' : undefined}>
        <span
          className={classes('moves-cell', isNamed && 'moves-cell-named')}
          style={{ background, color: inkOn(background) }}
          title={`${part.told}: ${length(part.number)}`}
        >
          {isNamed && `${part.name} `}
          {(isNamed || heads <= 8) && length(part.number)}
        </span>
      </td>
    )
  }
  const low = signed ? -largest : 0
  return (
    <>
      <table
        ref={table}
        className={classes('moves-map', rows.some(({ place }) => place.name !== `${place.layer}`) && 'moves-map-named')}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are chosen, so the table is a grid
        role="grid"
        aria-label="Contributions by layer and head"
        onKeyDown={press}
      >
        <thead>
          <tr>
            <th scope="col">Layer</th>
            {rows[0]!.heads.map((_, head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col" className="moves-map-apart">
              MLP
            </th>
            {still.rows[0]!.map(({ key, name }, index) => (
              <th key={key} scope="col" className={index === 0 ? 'moves-map-apart' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">start</th>
            {stillCell(still.start, true, false)}
          </tr>
        </tbody>
        <tbody>
          {rows.map(({ layer, place, heads, mlp }, row) => (
            <tr key={layer} className={row === chosenRow ? 'moves-map-layer' : undefined}>
              <th scope="row">{place.name}</th>
              {heads.map((cell, head) => button({ row, head }, cell))}
              {mlp ? button({ row, head: null }, mlp) : <td className="moves-map-apart" />}
              {still.rows[row]!.map((part, index) => stillCell(part, false, index === 0))}
            </tr>
          ))}
        </tbody>
        {still.end.length > 0 && (
          <tbody>
            {still.end.map((part) => (
              <tr key={part.key}>
                <th scope="row">end</th>
                {stillCell(part, true, false)}
              </tr>
            ))}
          </tbody>
        )}
      </table>
      <div className="moves-scale">
        <span className="num">{length(low)}</span>
        <span
          className="moves-scale-bar"
          style={{
            background: `linear-gradient(to right, ${Array.from({ length: 9 }, (_, i) => colour((low + ((largest - low) * i) / 8) / largest)).join(', ')})`,
          }}
        />
        <span className="num">{length(largest)}</span>
        <span className="quiet">{unit}</span>
      </div>
      <p className="moves-pointed">{pointed ? `${pointed.name}: ${length(pointed.number)}` : ' '}</p>
    </>
  )
}
