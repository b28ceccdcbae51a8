import type { JSX } from 'react'
import type { TokenInfo } from '../model-info'
import { isMaskedIn, patternName, type ShownPattern } from '../shown-pattern'
import { visibleText } from '../visible-text'
import type { AttentionMatrixSpec } from './attention-spec'
import { coordinate } from './numbers'
import { sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, fontFamily, type } from './theme'
import { legible, shortened } from './words'

const margin = 14
const title = 30
const bar = 40
const barWidth = 120
const longestWord = 12

/** Queries downwards, keys to the right, a colour for each weight; the mask is a stroke across the cell, so that it is no zero. */
export function AttentionFigure({
  spec,
  pattern,
  tokens,
  causal,
}: {
  spec: AttentionMatrixSpec
  pattern: ShownPattern
  tokens: readonly TokenInfo[]
  causal: boolean
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const colour = sequential(spec.theme)
  const count = tokens.length
  const words = tokens.map(({ text }) => shortened(legible(visibleText(text)), longestWord))
  const longest = Math.max(...words.map((word) => textWidth(word, type.label)))
  const left = margin + longest + 6
  const top = title + longest + 12
  const side = Math.min((spec.width - left - margin) / count, (spec.height - top - bar - margin) / count)
  const size = Math.min(type.label, side * 0.8)
  const gap = side > 10 ? 1 : 0
  const name = patternName(spec.shown, spec)
  const barTop = top + count * side + 16
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={spec.width}
      height={spec.height}
      viewBox={`0 0 ${spec.width} ${spec.height}`}
      fontFamily={fontFamily}
      role="img"
    >
      <title>{`${name}: attention in ${legible(spec.model.name)}`}</title>
      <desc>{`A row for each of ${count} queries, a column for each key. Colour: attention weight. A stroke: masked.`}</desc>
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <text x={margin} y={22} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
        {name}
      </text>
      <g id="weights">
        {words.flatMap((_, query) =>
          words.map((_word, key) => {
            const x = left + key * side
            const y = top + query * side
            return isMaskedIn(pattern, causal, query, key) ? (
              <line
                key={`${query} ${key}`}
                x1={coordinate(x + side * 0.15)}
                y1={coordinate(y + side * 0.85)}
                x2={coordinate(x + side * 0.85)}
                y2={coordinate(y + side * 0.15)}
                stroke={colours.line}
                strokeWidth={0.75}
              />
            ) : (
              <rect
                key={`${query} ${key}`}
                x={coordinate(x)}
                y={coordinate(y)}
                width={coordinate(side - gap)}
                height={coordinate(side - gap)}
                fill={colour(pattern.weights[query * count + key]!)}
              />
            )
          }),
        )}
      </g>
      <g id="words" fontSize={coordinate(size)} fill={colours.ink}>
        {words.map((word, at) => (
          <text
            key={`query ${at}`}
            x={coordinate(left - 6)}
            y={coordinate(top + (at + 0.5) * side + size * 0.36)}
            textAnchor="end"
          >
            {word}
          </text>
        ))}
        {words.map((word, at) => {
          const x = coordinate(left + (at + 0.5) * side + size * 0.36)
          const y = coordinate(top - 6)
          return (
            <text key={`key ${at}`} x={x} y={y} transform={`rotate(-90 ${x} ${y})`}>
              {word}
            </text>
          )
        })}
      </g>
      <g id="scale" fontSize={type.label} fill={colours.ink2}>
        {Array.from({ length: 30 }, (_, index) => (
          <rect
            key={index}
            x={coordinate(left + (index * barWidth) / 30)}
            y={coordinate(barTop)}
            width={coordinate(barWidth / 30 + 0.4)}
            height={8}
            fill={colour((index + 0.5) / 30)}
          />
        ))}
        <text x={coordinate(left)} y={coordinate(barTop + 21)}>
          0
        </text>
        <text x={coordinate(left + barWidth / 2)} y={coordinate(barTop + 21)} textAnchor="middle">
          attention weight
        </text>
        <text x={coordinate(left + barWidth)} y={coordinate(barTop + 21)} textAnchor="end">
          1
        </text>
      </g>
    </svg>
  )
}
