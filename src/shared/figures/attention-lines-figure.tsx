import type { JSX } from 'react'
import { type AttentionPlace, headLabel, type Named } from '../attention-places'
import { isMaskedIn, linesName, type ShownPattern } from '../shown-pattern'
import { visibleText } from '../visible-text'
import type { AttentionLinesSpec } from './attention-spec'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import type { LinesPart } from './head-colours'
import { inLines } from './in-lines'
import { coordinate } from './numbers'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import { legible, shortened } from './words'

/** Weights below this are not drawn: their lines would not be seen. */
export const faintestLine = 0.02

const margin = 14
const headHeight = 40
const columnTitle = 18
const largestPitch = 20
const smallestWord = 6
const longestWord = 14
const wordGap = 8
/** Lines are not longer than this, so that a wide figure is not a sheet of near-horizontal lines. */
const widestSpan = 300
const legendLine = 15
const swatch = 18
const note = `Each line’s width and strength are its weight; below ${faintestLine} none is drawn.`

function layoutLines(of: {
  readonly name: string
  readonly places: readonly AttentionPlace[]
  readonly parts: readonly LinesPart[]
  readonly width: number
}) {
  const { name, places, parts, width } = of
  const head = layoutHead({ title: name, note, width })
  const texts = parts.map(({ head: one }) => headLabel(places, one))
  const under = headHeight + head.extra
  const placed = inLines(
    texts.map((text) => swatch + 5 + textWidth(text, type.label)),
    { from: margin, to: width - margin, gap: 14 },
  )
  const legend = placed.map(({ x, line }, at) => {
    return { x, y: under + (line + 1) * legendLine, text: texts[at]!, colour: parts[at]!.colour }
  })
  return { head, legend, top: (legend.length > 0 ? legend.at(-1)!.y + 6 : under) + columnTitle }
}

/** How tall the figure is at a width, with its words in their usual size. */
export function attentionLinesHeight(
  of: Parameters<typeof layoutLines>[0] & { readonly queries: number; readonly keys: number },
): number {
  return layoutLines(of).top + Math.max(of.queries, of.keys) * largestPitch + margin
}

/**
 * Queries on the left, keys on the right, and a line for each weight (Vig, A Multiscale Visualization of Attention, 2019). Of chosen
 * heads each has its colour, and lines side by side.
 */
export function AttentionLinesFigure({
  spec,
  pattern,
  parts,
  places,
  queries,
  keys,
}: {
  spec: AttentionLinesSpec
  pattern: ShownPattern
  parts: readonly LinesPart[]
  places: readonly AttentionPlace[]
  queries: readonly Named[]
  keys: readonly Named[]
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const name = linesName(spec, places, parts.length)
  const { head, legend, top } = layoutLines({ name, places, parts, width: spec.width })
  const pitch = Math.min(largestPitch, (spec.height - top - margin) / Math.max(queries.length, keys.length))
  const size = Math.min(type.label, Math.max(smallestWord, pitch * 0.8))
  // Words that are set smaller than this are not read: then only some of them are there.
  const stride = Math.ceil((1.15 * size) / pitch)
  const sides = [queries, keys].map((tokens) =>
    tokens
      .map(({ text }, at) => ({ at, word: shortened(legible(visibleText(text)), longestWord) }))
      .filter(({ at }) => at % stride === 0),
  )
  const [widestQuery, widestKey] = sides.map((words) =>
    Math.max(textWidth('query', type.label), ...words.map(({ word }) => textWidth(word, size))),
  ) as [number, number]
  const room = spec.width - 2 * margin - widestQuery - widestKey - 2 * wordGap
  const span = Math.min(widestSpan, room)
  const left = margin + widestQuery + wordGap + (room - span) / 2
  const right = left + span
  const yOf = (at: number) => top + (at + 0.5) * pitch
  const drawn = parts.length > 0 ? parts : [{ head: null, weights: pattern.weights, colour: colours.attention }]
  const apart = Math.min(3, (0.6 * pitch) / drawn.length)
  const ends = [
    { title: 'query', words: sides[0]!, x: left - wordGap, anchor: 'end' },
    { title: 'key', words: sides[1]!, x: right + wordGap, anchor: 'start' },
  ] as const
  return (
    <FigureSheet
      spec={spec}
      title={`${name}: attention in ${legible(spec.model.name)}`}
      description={`Lines from ${queries.length} queries on the left to ${keys.length} keys on the right. ${note}`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <g id="heads" fontSize={type.label} fill={colours.ink}>
        {legend.map(({ x, y, text, colour }) => (
          <g key={text}>
            <line x1={x} x2={x + swatch} y1={y - 4} y2={y - 4} stroke={colour} strokeWidth={2.5} />
            <text x={coordinate(x + swatch + 5)} y={coordinate(y)}>
              {text}
            </text>
          </g>
        ))}
      </g>
      <g id="weights" fill="none">
        {drawn.map(({ head: one, weights, colour }, at) => (
          <g key={one ? headLabel(places, one) : 'all'} stroke={colour}>
            {linesOf(weights, pattern).map(({ query, key, weight }) => {
              // Heads lie side by side, so that equal weights do not cover one another.
              const aside = (at - (drawn.length - 1) / 2) * apart
              return (
                <line
                  key={`${query} ${key}`}
                  x1={coordinate(left)}
                  y1={coordinate(yOf(query) + aside)}
                  x2={coordinate(right)}
                  y2={coordinate(yOf(key) + aside)}
                  strokeWidth={coordinate(0.6 + 2.4 * weight)}
                  strokeOpacity={coordinate(Math.min(1, weight))}
                />
              )
            })}
          </g>
        ))}
      </g>
      {ends.map(({ title, words, x, anchor }) => (
        <g key={title} id={title === 'query' ? 'queries' : 'keys'} textAnchor={anchor}>
          <text x={coordinate(x)} y={coordinate(top - 6)} fontSize={type.label} fill={colours.ink2}>
            {title}
          </text>
          {words.map(({ at, word }) => (
            <text
              key={at}
              x={coordinate(x)}
              y={coordinate(yOf(at) + size * 0.36)}
              fontSize={coordinate(size)}
              fill={colours.ink}
            >
              {word}
            </text>
          ))}
        </g>
      ))}
    </FigureSheet>
  )
}

function linesOf(weights: Float32Array, pattern: ShownPattern) {
  return Array.from(weights, (weight, at) => ({
    weight,
    query: Math.floor(at / pattern.keys),
    key: at % pattern.keys,
  })).filter(({ weight, query, key }) => weight >= faintestLine && !isMaskedIn(pattern, query, key))
}
