import { useState } from 'react'
import type { Decomposition, MapCell } from '../../../shared/decomposition'
import { diverging, inkOn, sequential } from '../../../shared/figures/scales'
import { length } from '../../state/format'
import { useTheme } from '../../state/preferences'
import { selectHead, selectStation, useSelection } from '../../state/selection'

/** One cell of the map: a head of a layer, or the layer's MLP. */
interface Place {
  readonly layer: number
  readonly head: number | null
}

/** Layers below one another, heads beside one another, the MLPs last. */
export function HeadMap({ answer, signed, unit }: { answer: Decomposition; signed: boolean; unit: string }) {
  const theme = useTheme()
  const chosenHead = useSelection((selection) => selection.head)
  const [pointed, setPointed] = useState<Place | null>(null)
  const { rows } = answer.map
  const numberOf = (cell: MapCell) => (signed ? cell.value : cell.length)
  const largest = Math.max(
    ...rows.flatMap(({ heads, mlp }) => [...heads, mlp]).map((c) => Math.abs(numberOf(c))),
    1e-12,
  )
  const colour = signed ? diverging(theme) : sequential(theme)
  const cellOf = ({ layer, head }: Place) => (head === null ? rows[layer]!.mlp : rows[layer]!.heads[head]!)
  const heads = rows[0]!.heads.length
  const name = ({ layer, head }: Place) => (head === null ? `MLP of layer ${layer}` : `Head ${layer}.${head}`)
  const button = (place: Place) => {
    const value = numberOf(cellOf(place))
    const background = colour(value / largest)
    const isChosen = place.layer === answer.layer && place.head !== null && place.head === chosenHead
    return (
      <td key={place.head ?? 'mlp'}>
        <button
          type="button"
          className="moves-cell"
          style={{ background, color: inkOn(background) }}
          aria-label={`${name(place)}: ${length(value)}`}
          aria-pressed={isChosen}
          onClick={() =>
            place.head === null ? selectStation(2 * place.layer + 2) : selectHead(place.layer, place.head)
          }
          onMouseEnter={() => setPointed(place)}
          onMouseLeave={() => setPointed(null)}
          onFocus={() => setPointed(place)}
          onBlur={() => setPointed(null)}
        >
          {heads <= 8 && length(value)}
        </button>
      </td>
    )
  }
  const low = signed ? -largest : 0
  return (
    <>
      <table className="moves-map" aria-label="Contributions by layer and head">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            {rows[0]!.heads.map((_, head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col" className="moves-map-mlp">
              MLP
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ layer, heads }) => (
            <tr key={layer} className={layer === answer.layer ? 'moves-map-layer' : undefined}>
              <th scope="row">{layer}</th>
              {heads.map((_, head) => button({ layer, head }))}
              {button({ layer, head: null })}
            </tr>
          ))}
        </tbody>
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
      <p className="moves-pointed">{pointed ? `${name(pointed)}: ${length(numberOf(cellOf(pointed)))}` : ' '}</p>
    </>
  )
}
