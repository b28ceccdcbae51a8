import type { JSX } from 'react'
import type { Prediction } from '../prediction'
import { visibleText } from '../visible-text'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import type { LensSpec } from './lens-spec'
import { coordinate, count } from './numbers'
import { leastDrawn } from './print-check'
import { RowName, rowNames } from './row-names'
import { inkOn, sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import { cellLine, inCell, legible, shortened } from './words'

const margin = 14
const labels = 44
const standardTop = 44
/** Under the cells: of tokens that lie, and of upright ones beside their own length. */
const [lying, upright] = [38, 20]
const longestToken = 12
/** Of a layer, where the height is free. */
const rowHeight = 20
const bar = { from: 0, ends: ['0', '1'], name: 'probability' } as const

/** Where the cells are, and the tokens under them: upright where a cell is narrower than a token can be printed. */
function gridOf(prediction: Prediction, { width, print }: Pick<LensSpec, 'width' | 'print'>) {
  const { tokens, watched } = prediction
  const title = watched
    ? `Rank of \u201c${legible(visibleText(watched.text))}\u201d under the logit lens`
    : 'Likeliest word under the logit lens'
  const head = layoutHead({ title, width, bar })
  const cellWidth = (width - margin - labels - margin) / tokens.length
  const names = tokens.map(({ text }) => legible(visibleText(text)))
  const isUpright = names.some((name) => textWidth(name, Math.min(type.label, leastDrawn(print))) > cellWidth - 3)
  const cut = isUpright ? names.map((name) => shortened(name, longestToken)) : names
  const bottom = isUpright ? upright + Math.max(...cut.map((name) => textWidth(name, type.label))) : lying
  return { title, head, top: standardTop + head.extra, bottom, cellWidth, names: cut, isUpright }
}

/** How tall the figure is at a width, so that the words in its cells can be read. */
export function lensHeight(prediction: Prediction, width: number): number {
  const { top, bottom } = gridOf(prediction, { width, print: undefined })
  return Math.min(1.6 * width, top + prediction.layers.length * rowHeight + bottom)
}

/** Layers upwards, the sentence from left to right; the colour is a probability, on the scale at the top. */
export function LensFigure({ spec, prediction }: { spec: LensSpec; prediction: Prediction }): JSX.Element {
  const colours = figureColours[spec.theme]
  const colour = sequential(spec.theme)
  const { layers, tokens, model } = prediction
  const left = margin + labels
  const { title, head, top, bottom, cellWidth, names, isUpright } = gridOf(prediction, spec)
  const cellHeight = (spec.height - top - bottom) / layers.length
  const under = top + layers.length * cellHeight
  const stride = isUpright ? Math.ceil((1.15 * type.label) / cellWidth) : 1
  const xOf = (position: number) => left + position * cellWidth
  const yOf = (row: number) => top + (layers.length - 1 - row) * cellHeight
  const size = Math.min(type.label, cellHeight * 0.6)
  const named = rowNames(cellHeight, spec.print)
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
          <RowName named={named} row={row} x={left - 6} middle={yOf(row) + cellHeight / 2} ink={colours.ink2}>
            {layer < 0 ? 'embed' : `L${layer}`}
          </RowName>
          {cells.map((cell, position) => {
            const fill = colour(cell.watched?.probability ?? cell.words[0]!.probability)
            const whole = cell.watched ? count(cell.watched.rank + 1) : legible(visibleText(cell.words[0]!.text))
            const room = { width: cellWidth - 3, height: cellHeight - 2 }
            // A number is written in full or not at all.
            const isWritten = cell.watched === null || textWidth(whole, Math.min(size, least)) <= room.width
            const { lines, size: own } = isWritten ? inCell(whole, room, size, least) : { lines: [], size }
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
        {names.map((name, position) => {
          const middle = xOf(position) + cellWidth / 2
          if (isUpright) {
            const [x, y] = [coordinate(middle + type.label * 0.36), coordinate(under + 6)]
            return (
              position % stride === 0 && (
                <text key={position} x={x} y={y} textAnchor="end" transform={`rotate(-90 ${x} ${y})`}>
                  {name}
                </text>
              )
            )
          }
          const { lines, size: own } = inCell(name, { width: cellWidth - 3, height: type.label }, type.label, least)
          return (
            <text
              key={position}
              x={coordinate(middle)}
              y={coordinate(under + 17)}
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
