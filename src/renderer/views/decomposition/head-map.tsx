import { type KeyboardEvent, useRef, useState } from 'react'
import type { Decomposition, MapCell } from '../../../shared/decomposition'
import { type StillPart, stillParts } from '../../../shared/figures/decomposition-map'
import { partKey } from '../../../shared/figures/move-chain'
import { diverging, inkOn, sequential } from '../../../shared/figures/scales'
import { useMoveChoices } from '../../state/decomposition'
import { length } from '../../state/format'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'
import { selectStation, useSelection } from '../../state/selection'
import { classes } from '../../ui/classes'

/** One cell of the map: a head of a layer, or the layer's MLP. */
interface Place {
  readonly layer: number
  readonly head: number | null
}

/**
 * Layers below one another, heads beside one another, then the MLPs and what no part of the model chose: biases and norms'
 * shifts, the embedding above and what follows the last layer below. Colours end at the largest head or MLP. One tab stop: the arrow keys go from cell to cell, Enter
 * chooses.
 */
export function HeadMap({ answer, signed, unit }: { answer: Decomposition; signed: boolean; unit: string }) {
  const theme = useTheme()
  const chosenHead = useSelection((selection) => selection.head)
  const [pointed, setPointed] = useState<{ name: string; number: number } | null>(null)
  const [at, setAt] = useState<Place>({ layer: answer.layer, head: chosenHead ?? 0 })
  const table = useRef<HTMLTableElement>(null)
  const listed = useMoveChoices((choices) => choices.pointed)
  const { rows } = answer.map
  const numberOf = (cell: MapCell) => (signed ? cell.value : cell.length)
  const largest = Math.max(
    ...rows.flatMap(({ heads, mlp }) => [...heads, mlp]).map((c) => Math.abs(numberOf(c))),
    1e-12,
  )
  const colour = signed ? diverging(theme) : sequential(theme)
  const cellOf = ({ layer, head }: Place) => (head === null ? rows[layer]!.mlp : rows[layer]!.heads[head]!)
  const heads = rows[0]!.heads.length
  const still = stillParts(answer, signed)
  const whole = heads + 1 + still.layers[0]!.length
  const column = ({ head }: Place) => Math.min(head ?? heads, heads)
  const stop = { layer: Math.min(at.layer, rows.length - 1), column: column(at) }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const layer = Math.min(rows.length - 1, Math.max(0, stop.layer + by[0]!))
    const next = Math.min(heads, Math.max(0, stop.column + by[1]!))
    table.current?.tBodies[1]?.rows[layer]?.cells[next + 1]?.querySelector('button')?.focus()
  }
  const inList = ({ layer, head }: Place) =>
    layer === answer.layer &&
    head !== null &&
    answer.attention.byPair
      .concat(answer.attention.byHead)
      .some((part) => part.head === head && partKey(part) === listed)
  const name = ({ layer, head }: Place) => (head === null ? `MLP of layer ${layer}` : `Head ${layer}.${head}`)
  const button = (place: Place) => {
    const value = numberOf(cellOf(place))
    const background = colour(value / largest)
    const isChosen = place.layer === answer.layer && place.head !== null && place.head === chosenHead
    return (
      <td key={place.head ?? 'mlp'} className={place.head === null ? 'moves-map-apart' : undefined}>
        <button
          type="button"
          className={classes('moves-cell', inList(place) && 'moves-cell-listed')}
          tabIndex={place.layer === stop.layer && column(place) === stop.column ? 0 : -1}
          style={{ background, color: inkOn(background) }}
          aria-label={`${name(place)}: ${length(value)}`}
          aria-pressed={isChosen}
          onClick={() =>
            place.head === null ? selectStation(2 * place.layer + 2) : selectHead(place.layer, place.head)
          }
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
        className="moves-map"
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
            {still.layers[0]!.map(({ key, name }, index) => (
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
          {rows.map(({ layer, heads }) => (
            <tr key={layer} className={layer === answer.layer ? 'moves-map-layer' : undefined}>
              <th scope="row">{layer}</th>
              {heads.map((_, head) => button({ layer, head }))}
              {button({ layer, head: null })}
              {still.layers[layer]!.map((part, index) => stillCell(part, false, index === 0))}
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
