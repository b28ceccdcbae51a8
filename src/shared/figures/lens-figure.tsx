import type { JSX } from 'react'
import type { Prediction } from '../prediction'
import { visibleText } from '../visible-text'
import { ColourBar, colourBarWidth } from './colour-bar'
import { FigureSheet } from './figure-sheet'
import type { LensSpec } from './lens-spec'
import { coordinate, count } from './numbers'
import { inkOn, sequential } from './scales'
import { figureColours, type } from './theme'
import { fitted, legible } from './words'

const margin = 14
const labels = 44
const top = 44
const bottom = 24

/** Layers upwards, the sentence from left to right; the colour is a probability, on the scale at the top. */
export function LensFigure({ spec, prediction }: { spec: LensSpec; prediction: Prediction }): JSX.Element {
  const colours = figureColours[spec.theme]
  const colour = sequential(spec.theme)
  const { layers, tokens, watched, model } = prediction
  const left = margin + labels
  const cellWidth = (spec.width - left - margin) / tokens.length
  const cellHeight = (spec.height - top - bottom - margin) / layers.length
  const xOf = (position: number) => left + position * cellWidth
  const yOf = (row: number) => top + (layers.length - 1 - row) * cellHeight
  const size = Math.min(type.label, cellHeight * 0.6)
  const title = watched
    ? `Rank of \u201c${legible(visibleText(watched.text))}\u201d under the logit lens`
    : 'Likeliest word under the logit lens'
  const barLeft = spec.width - margin - colourBarWidth
  return (
    <FigureSheet
      spec={spec}
      title={`${title}: ${legible(model.name)}, ${model.layers} layers`}
      description={`A row for the embedding and for each layer, a column for each of ${tokens.length} tokens. Colour: probability.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <text x={margin} y={22} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
        {fitted(title, barLeft - 2 * margin, type.strong)}
      </text>
      <ColourBar x={barLeft} y={12} colour={colour} from={0} ink={colours.ink2} labels={['0', 'probability', '1']} />
      {layers.map(({ tap, layer, cells }, row) => (
        <g key={tap} fontSize={coordinate(size)}>
          <text
            x={left - 6}
            y={coordinate(yOf(row) + cellHeight / 2 + size * 0.36)}
            textAnchor="end"
            fill={colours.ink2}
          >
            {layer < 0 ? 'embed' : `L${layer}`}
          </text>
          {cells.map((cell, position) => {
            const fill = colour(cell.watched?.probability ?? cell.words[0]!.probability)
            const text = cell.watched ? count(cell.watched.rank + 1) : legible(visibleText(cell.words[0]!.text))
            return (
              <g key={position}>
                <rect
                  x={coordinate(xOf(position))}
                  y={coordinate(yOf(row))}
                  width={coordinate(cellWidth - 1)}
                  height={coordinate(cellHeight - 1)}
                  fill={fill}
                />
                <text
                  x={coordinate(xOf(position) + cellWidth / 2)}
                  y={coordinate(yOf(row) + cellHeight / 2 + size * 0.36)}
                  textAnchor="middle"
                  fill={inkOn(fill)}
                >
                  {fitted(text, cellWidth - 5, size)}
                </text>
              </g>
            )
          })}
        </g>
      ))}
      <g id="tokens" fontSize={type.label} fill={colours.ink}>
        {tokens.map((token, position) => (
          <text
            key={position}
            x={coordinate(xOf(position) + cellWidth / 2)}
            y={spec.height - margin - bottom + 17}
            textAnchor="middle"
          >
            {fitted(legible(visibleText(token.text)), cellWidth - 3, type.label)}
          </text>
        ))}
      </g>
    </FigureSheet>
  )
}
