import type { JSX } from 'react'
import type { AttentionPlace, Named } from '../attention-places'
import { isMaskedIn, patternName, type ShownPattern } from '../shown-pattern'
import { visibleText } from '../visible-text'
import type { AttentionMatrixSpec } from './attention-spec'
import { CellsImage } from './cells-image'
import { ColourBar } from './colour-bar'
import { FigureSheet } from './figure-sheet'
import { coordinate } from './numbers'
import { sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import { legible, shortened } from './words'

const margin = 14
const title = 30
const bar = 40
const longestWord = 12
const smallestWord = 6

const wordsOf = (tokens: readonly Named[]) =>
  tokens.map(({ text }) => shortened(legible(visibleText(text)), longestWord))

/** Queries downwards, keys to the right, a colour for each weight; the mask is a stroke across the cell, so that it is no zero. */
export function AttentionFigure({
  spec,
  pattern,
  places,
  queries,
  keys,
}: {
  spec: AttentionMatrixSpec
  pattern: ShownPattern
  places: readonly AttentionPlace[]
  queries: readonly Named[]
  keys: readonly Named[]
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const colour = sequential(spec.theme)
  const [rows, columns] = [queries, keys].map(wordsOf) as [string[], string[]]
  const [longestRow, longestColumn] = [rows, columns].map((words) =>
    Math.max(...words.map((word) => textWidth(word, type.label))),
  ) as [number, number]
  const left = margin + longestRow + 6
  const top = title + longestColumn + 12
  const side = Math.min((spec.width - left - margin) / columns.length, (spec.height - top - bar - margin) / rows.length)
  // Words that are set smaller than this are not read: then only some of them are there.
  const size = Math.min(type.label, Math.max(smallestWord, side * 0.8))
  const stride = Math.ceil((1.15 * size) / side)
  const gap = side > 10 ? 1 : 0
  const name = patternName(spec, places)
  const cellPlaces = rows.flatMap((_, query) =>
    columns.map((_column, key) => ({ query, key, x: left + key * side, y: top + query * side })),
  )
  const hidden = ({ query, key }: { query: number; key: number }) => isMaskedIn(pattern, query, key)
  const asImage = spec.print?.cells === 'image'
  const cells = asImage ? [] : cellPlaces.filter((place) => !hidden(place))
  const mask = asImage ? [] : cellPlaces.filter(hidden)
  const masked = (weight: number, at: number) =>
    isMaskedIn(pattern, Math.floor(at / columns.length), at % columns.length) ? Number.NaN : weight
  const named = (words: readonly string[]) =>
    words.map((word, at) => ({ word, at })).filter(({ at }) => at % stride === 0)
  const barTop = top + rows.length * side + 16
  return (
    <FigureSheet
      spec={spec}
      title={`${name}: attention in ${legible(spec.model.name)}`}
      description={`A row for each of ${rows.length} queries, a column for each of ${columns.length} keys. Colour: attention weight. ${asImage ? 'Grey' : 'A stroke'}: masked.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <text x={margin} y={22} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
        {name}
      </text>
      <g id="weights">
        {asImage && (
          <CellsImage
            values={pattern.weights.map(masked)}
            columns={columns.length}
            colour={colour}
            missing={colours.grid}
            x={left}
            y={top}
            width={side * columns.length}
            height={side * rows.length}
          />
        )}
        {cells.map(({ x, y, query, key }) => (
          <rect
            key={`${query} ${key}`}
            x={coordinate(x)}
            y={coordinate(y)}
            width={coordinate(side - gap)}
            height={coordinate(side - gap)}
            fill={colour(pattern.weights[query * columns.length + key]!)}
          />
        ))}
        {mask.length > 0 && (
          <path
            d={mask
              .map(({ x, y }) => {
                const [near, far] = [side * 0.15, side * 0.85]
                return `M${coordinate(x + near)} ${coordinate(y + far)}L${coordinate(x + far)} ${coordinate(y + near)}`
              })
              .join('')}
            fill="none"
            stroke={colours.line}
            strokeWidth={side > 8 ? 0.75 : 0.4}
          />
        )}
      </g>
      <g id="words" fontSize={coordinate(size)} fill={colours.ink}>
        {named(rows).map(({ word, at }) => (
          <text
            key={`query ${at}`}
            x={coordinate(left - 6)}
            y={coordinate(top + (at + 0.5) * side + size * 0.36)}
            textAnchor="end"
          >
            {word}
          </text>
        ))}
        {named(columns).map(({ word, at }) => {
          const x = coordinate(left + (at + 0.5) * side + size * 0.36)
          const y = coordinate(top - 6)
          return (
            <text key={`key ${at}`} x={x} y={y} transform={`rotate(-90 ${x} ${y})`}>
              {word}
            </text>
          )
        })}
      </g>
      <ColourBar
        x={left}
        y={barTop}
        colour={colour}
        from={0}
        ink={colours.ink2}
        labels={['0', 'attention weight', '1']}
      />
    </FigureSheet>
  )
}
