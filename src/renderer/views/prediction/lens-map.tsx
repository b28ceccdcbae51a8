import { X } from 'lucide-react'
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { inkOn, sequential } from '../../../shared/figures/scales'
import type { Prediction } from '../../../shared/prediction'
import { visibleText } from '../../../shared/visible-text'
import { count } from '../../state/format'
import { usePredictedPosition } from '../../state/prediction'
import { useTheme } from '../../state/preferences'
import { selectStation, useSelection } from '../../state/selection'
import { selectToken } from '../../state/trace'
import { watch } from '../../state/watch'
import { IconButton } from '../../ui/icon-button'
import { TokenText } from '../../ui/token-text'
import { useInSight } from '../../ui/use-in-sight'
import { shareText } from './share-text'

interface Place {
  readonly layer: number
  readonly position: number
}

/** From one column to the next, and the width of the layers' names, as the style has them. */
const pitch = 71
const namesWidth = 50

const layerName = (layer: number) => (layer < 0 ? 'embed' : `L${layer}`)

/**
 * The logit lens as a map: layers upwards, the sentence from left to right. One tab stop; the arrow keys go from cell to cell,
 * and choose as they go. Only the columns in sight are there.
 */
export function LensMap({ prediction }: { prediction: Prediction }) {
  const { layers, tokens, first, watched } = prediction
  const body = useRef<HTMLTableSectionElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const position = usePredictedPosition(prediction)
  const station = useSelection((selection) => selection.station)
  const [hovered, setHovered] = useState<Place | null>(null)
  const chosenLayer = Math.max(
    0,
    station === null ? layers.length - 1 : layers.findLastIndex((layer) => layer.station <= station),
  )
  const row = layers.length - 1 - chosenLayer
  const { from, to } = useInSight(scroller, 'across', pitch, tokens.length)
  const stop = Math.min(to - 1, Math.max(from, position))
  const space = (columns: number) =>
    columns > 0 && <td className="lens-space" aria-hidden="true" style={{ minWidth: columns * pitch - 1 }} />
  useEffect(() => {
    if (!scroller.current) return
    if (body.current?.contains(document.activeElement)) {
      body.current.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
      return
    }
    // The map alone moves: a choice made elsewhere does not push the panel about.
    scroller.current.scrollLeft = namesWidth + position * pitch - scroller.current.clientWidth / 2
  }, [row, position])

  const choose = (place: Place) => {
    selectStation(layers[place.layer]!.station)
    selectToken(first + place.position)
  }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    choose({
      layer: Math.min(layers.length - 1, Math.max(0, chosenLayer + by[0]!)),
      position: Math.min(tokens.length - 1, Math.max(0, position + by[1]!)),
    })
  }
  const read = hovered ?? { layer: chosenLayer, position }

  return (
    <section className="prediction-part" aria-label="Logit lens">
      <header>
        <h2>
          {watched ? (
            <>
              Rank of <TokenText text={watched.text} /> by layer
            </>
          ) : (
            'Likeliest word by layer'
          )}
        </h2>
        {watched && (
          <IconButton label="Stop watching" onClick={() => watch(null)}>
            <X size={14} />
          </IconButton>
        )}
        <ColourBar />
      </header>
      <div className="lens-scroll" ref={scroller} onPointerLeave={() => setHovered(null)}>
        <table
          className="lens"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are chosen, so the table is a grid
          role="grid"
          aria-label="Logit lens"
          aria-colcount={tokens.length + 1}
          onKeyDown={press}
        >
          <tbody ref={body}>
            {layers.toReversed().map((layer, index) => {
              const at = layers.length - 1 - index
              return (
                <tr key={layer.tap}>
                  <th scope="row">{layerName(layer.layer)}</th>
                  {space(from)}
                  {layer.cells.slice(from, to).map((cell, index) => {
                    const column = from + index
                    const word = cell.words[0]!
                    return (
                      <Cell
                        key={column}
                        text={cell.watched ? count(cell.watched.rank + 1) : visibleText(word.text)}
                        share={cell.watched?.probability ?? word.probability}
                        chosen={at === chosenLayer && column === position}
                        onChoose={() => choose({ layer: at, position: column })}
                        stop={at === chosenLayer && column === stop}
                        column={column}
                        onHover={() => setHovered({ layer: at, position: column })}
                      />
                    )
                  })}
                  {space(tokens.length - to)}
                </tr>
              )
            })}
          </tbody>
          <tfoot>
            <tr>
              <td />
              {space(from)}
              {tokens.slice(from, to).map((token, index) => (
                <th
                  key={from + index}
                  scope="col"
                  aria-colindex={from + index + 2}
                  aria-current={from + index === position}
                >
                  <TokenText text={token.text} />
                </th>
              ))}
              {space(tokens.length - to)}
            </tr>
          </tfoot>
        </table>
      </div>
      <Reading prediction={prediction} place={read} />
    </section>
  )
}

interface CellProps {
  text: string
  share: number
  chosen: boolean
  /** Whether Tab comes to it: the chosen one, or the nearest that is in sight. */
  stop: boolean
  column: number
  onChoose: () => void
  onHover: () => void
}

const Cell = memo(
  function Cell({ text, share, chosen, stop, column, onChoose, onHover }: CellProps) {
    const background = sequential(useTheme())(share)
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the table hears the keys of all its cells
      <td
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid that is chosen from
        role="gridcell"
        aria-selected={chosen}
        aria-label={`${text}, ${shareText(share)}`}
        aria-colindex={column + 2}
        tabIndex={stop ? 0 : -1}
        style={{ background, color: inkOn(background) }}
        onClick={onChoose}
        onPointerEnter={onHover}
      >
        {text}
      </td>
    )
  },
  (one, other) =>
    one.text === other.text && one.share === other.share && one.chosen === other.chosen && one.stop === other.stop,
)

/** The three likeliest words of a cell, under the map: nothing covers it, and nothing jumps. */
function Reading({ prediction, place }: { prediction: Prediction; place: Place }) {
  const layer = prediction.layers[place.layer]
  const cell = layer?.cells[place.position]
  if (!layer || !cell) return <p className="lens-reading">&nbsp;</p>
  return (
    <p className="lens-reading">
      <span className="quiet">
        {layerName(layer.layer)} at <TokenText text={prediction.tokens[place.position]!.text} />
      </span>
      {cell.words.map((word) => (
        <span key={word.id}>
          <TokenText text={word.text} /> <span className="mono quiet">{shareText(word.probability)}</span>
        </span>
      ))}
    </p>
  )
}

function ColourBar() {
  const colour = sequential(useTheme())
  const stops = Array.from({ length: 9 }, (_, index) => colour(index / 8)).join(', ')
  return (
    <span className="colour-bar">
      <span className="mono">0</span>
      <span aria-hidden="true" style={{ background: `linear-gradient(90deg, ${stops})` }} />
      <span className="mono">1</span>
      <span className="quiet">probability</span>
    </span>
  )
}
