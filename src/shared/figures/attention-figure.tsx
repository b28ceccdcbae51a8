import type { JSX } from 'react'
import type { AttentionPlace, Named } from '../attention-places'
import { isMaskedIn, patternName, type ShownPattern } from '../shown-pattern'
import { visibleText } from '../visible-text'
import type { AttentionMatrixSpec } from './attention-spec'
import { CellsImage } from './cells-image'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate } from './numbers'
import { sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import { weightBar } from './weight-bar'
import { legible, shortened } from './words'

const margin = 14
const standardTop = 40
/** A cell is no larger than this, in pixels. */
const largestCell = 44
const longestWord = 12
const smallestWord = 6

const wordsOf = (tokens: readonly Named[]) =>
  tokens.map(({ text }) => shortened(legible(visibleText(text)), longestWord))

/** Where the cells begin, and how wide they are where height does not matter. */
function gridOf(name: string, rows: readonly string[], columns: readonly string[], width: number) {
  const head = layoutHead({ title: name, width, bar: weightBar })
  const longest = (words: readonly string[]) => Math.max(...words.map((word) => textWidth(word, type.label)))
  const left = margin + longest(rows) + 6
  const top = standardTop + head.extra + longest(columns) + 12
  return { head, left, top, side: Math.min(largestCell, (width - left - margin) / columns.length) }
}

/** How tall the figure is at a width, so that its cells are as large as they may be. */
export function attentionHeight(
  name: string,
  queries: readonly Named[],
  keys: readonly Named[],
  width: number,
): number {
  const { top, side } = gridOf(name, wordsOf(queries), wordsOf(keys), width)
  return top + queries.length * side + margin
}

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
  const name = patternName(spec, places)
  const { head, left, top, side: widest } = gridOf(name, rows, columns, spec.width)
  const side = Math.min(widest, (spec.height - top - margin) / rows.length)
  // Words that are set smaller than this are not read: then only some of them are there.
  const size = Math.min(type.label, Math.max(smallestWord, side * 0.8))
  const stride = Math.ceil((1.15 * size) / side)
  const gap = side > 10 ? 1 : 0
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
  return (
    <FigureSheet
      spec={spec}
      title={`${name}: attention in ${legible(spec.model.name)}`}
      description={`A row for each of ${rows.length} queries, a column for each of ${columns.length} keys. Colour: attention weight. ${asImage ? 'Grey' : 'A stroke'}: masked.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
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
      <ColourBar {...head.bar} {...weightBar} colour={colour} ink={colours.ink2} />
    </FigureSheet>
  )
}
