import type { JSX } from 'react'
import type { Prediction } from '../prediction'
import { visibleText } from '../visible-text'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import type { NextWordsSpec } from './lens-spec'
import { coordinate, fixed } from './numbers'
import { figureColours, type } from './theme'
import { legible, shortened } from './words'

const margin = 14
const names = 110
const numbers = 52
const standardTop = 50

/** From one word to the next where there is room. */
const fullRow = 16

/** How tall the figure of so many words is where none is closer to the next than it need be. */
export function nextWordsHeight(words: number): number {
  return standardTop + words * fullRow + margin
}

/** The likeliest words at a position, their probabilities as lengths on a scale from 0 to 1. */
export function NextWordsFigure({ spec, prediction }: { spec: NextWordsSpec; prediction: Prediction }): JSX.Element {
  const colours = figureColours[spec.theme]
  const place = spec.position - prediction.first
  const { words, entropy } = prediction.positions[place]!
  const where = prediction.about === 'next' ? 'Next after' : 'In place of'
  const title = `${where} \u201c${legible(visibleText(prediction.tokens[place]!.text))}\u201d`
  const head = layoutHead({ title, note: `probability, entropy ${fixed(entropy, 2)} bits`, width: spec.width })
  const top = standardTop + head.extra
  const rowHeight = (spec.height - top - margin) / words.length
  const size = Math.min(type.strong, rowHeight * 0.7)
  const left = margin + names
  const room = spec.width - left - numbers - margin
  return (
    <FigureSheet
      spec={spec}
      title={`${title}: ${legible(prediction.model.name)}`}
      description={`The ${words.length} likeliest words, position ${spec.position}. Entropy ${fixed(entropy, 2)} bits.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      {words.map(({ id, text, probability }, row) => {
        const y = top + row * rowHeight
        const baseline = coordinate(y + rowHeight / 2 + size * 0.36)
        return (
          <g key={id} fontSize={coordinate(size)} fill={colours.ink}>
            <text x={left - 8} y={baseline} textAnchor="end">
              {shortened(legible(visibleText(text)), 14)}
            </text>
            <rect
              x={left}
              y={coordinate(y + rowHeight * 0.2)}
              width={coordinate(Math.max(0.5, probability * room))}
              height={coordinate(rowHeight * 0.6)}
              fill={row === 0 ? colours.accent : colours.cloud}
            />
            <text x={coordinate(left + probability * room + 6)} y={baseline} fill={colours.ink2}>
              {probability < 0.0005 ? '<0.001' : fixed(probability, 3)}
            </text>
          </g>
        )
      })}
    </FigureSheet>
  )
}
