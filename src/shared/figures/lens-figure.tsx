import type { JSX } from 'react'
import type { Prediction } from '../prediction'
import { visibleText } from '../visible-text'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import type { LensSpec } from './lens-spec'
import { coordinate, count } from './numbers'
import { leastDrawn } from './print-check'
import { inkOn, sequential } from './scales'
import { figureColours, type } from './theme'
import { cellLine, inCell, legible } from './words'

const margin = 14
const labels = 44
const standardTop = 44
const bottom = 24
const bar = { from: 0, ends: ['0', '1'], name: 'probability' } as const

/** Layers upwards, the sentence from left to right; the colour is a probability, on the scale at the top. */
export function LensFigure({ spec, prediction }: { spec: LensSpec; prediction: Prediction }): JSX.Element {
  const colours = figureColours[spec.theme]
  const colour = sequential(spec.theme)
  const { layers, tokens, watched, model } = prediction
  const left = margin + labels
  const cellWidth = (spec.width - left - margin) / tokens.length
  const title = watched
    ? `Rank of \u201c${legible(visibleText(watched.text))}\u201d under the logit lens`
    : 'Likeliest word under the logit lens'
  const head = layoutHead({ title, width: spec.width, bar })
  const top = standardTop + head.extra
  const cellHeight = (spec.height - top - bottom - margin) / layers.length
  const xOf = (position: number) => left + position * cellWidth
  const yOf = (row: number) => top + (layers.length - 1 - row) * cellHeight
  const size = Math.min(type.label, cellHeight * 0.6)
  const least = leastDrawn(spec.print)
  return (
    <FigureSheet
      spec={spec}
      title={`${title}: ${legible(model.name)}, ${model.layers} layers`}
      description={`A row for the embedding and for each layer, a column for each of ${tokens.length} tokens. Colour: probability.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <ColourBar {...head.bar} {...bar} colour={colour} ink={colours.ink2} />
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
            const whole = cell.watched ? count(cell.watched.rank + 1) : legible(visibleText(cell.words[0]!.text))
            const { lines, size: own } = inCell(whole, { width: cellWidth - 3, height: cellHeight - 2 }, size, least)
            const first = yOf(row) + cellHeight / 2 + own * (0.36 - ((lines.length - 1) * cellLine) / 2)
            return (
              <g key={position}>
                <rect
                  x={coordinate(xOf(position))}
                  y={coordinate(yOf(row))}
                  width={coordinate(cellWidth - 1)}
                  height={coordinate(cellHeight - 1)}
                  fill={fill}
                />
                {lines.map((text, at) => (
                  <text
                    key={at}
                    x={coordinate(xOf(position) + cellWidth / 2)}
                    y={coordinate(first + at * cellLine * own)}
                    textAnchor="middle"
                    {...(own === size ? {} : { fontSize: coordinate(own) })}
                    fill={inkOn(fill)}
                  >
                    {text}
                  </text>
                ))}
              </g>
            )
          })}
        </g>
      ))}
      <g id="tokens" fontSize={type.label} fill={colours.ink}>
        {tokens.map((token, position) => {
          const room = { width: cellWidth - 3, height: type.label }
          const { lines, size: own } = inCell(legible(visibleText(token.text)), room, type.label, least)
          return (
            <text
              key={position}
              x={coordinate(xOf(position) + cellWidth / 2)}
              y={spec.height - margin - bottom + 17}
              textAnchor="middle"
              {...(own === type.label ? {} : { fontSize: coordinate(own) })}
            >
              {lines[0]}
            </text>
          )
        })}
      </g>
    </FigureSheet>
  )
}
