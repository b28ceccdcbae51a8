import type { JSX } from 'react'
import type { HeadCircuit } from '../circuits'
import { visibleText } from '../visible-text'
import type { CircuitMatrixSpec } from './circuit-spec'
import { circuitHead, circuitNames, circuitScore, noteLine } from './circuit-text'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { useScaleEnd } from './inset'
import { coordinate } from './numbers'
import { diverging, inkOn } from './scales'
import { textWidth, wrapped } from './text-width'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible, shortened } from './words'

const margin = 14
const standardTop = 52
const longestWord = 12
const smallestWord = 6
/** A cell is no larger than this, in pixels. */
const largestCell = 38

export interface CircuitMatrixProps {
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  readonly answer: HeadCircuit
  /** The paper where none is given. */
  readonly background?: string
}

/** Words downwards to words across, a signed colour for each score. Without scores it says why there are none. */
export function CircuitMatrix({ theme, width, height, answer, background }: CircuitMatrixProps): JSX.Element {
  const colours = figureColours[theme]
  const colour = diverging(theme)
  const { from, to, scores, circuit } = answer
  const names = circuitNames[circuit]
  const title = `Head ${circuitHead(answer)}: ${names.name}`
  const notes = wrapped(answer.notes.map(legible), width - 2 * margin)
  const bottom = margin + notes.length * noteLine
  const text = ({ text: of }: { text: string }) => shortened(legible(visibleText(of)), longestWord)
  const [rows, columns] = [(from ?? []).map(text), (to ?? []).map(text)]
  const longest = (words: readonly string[]) => Math.max(0, ...words.map((word) => textWidth(word, type.label)))
  const left = margin + 16 + longest(rows) + 6
  const all = scores?.flat() ?? []
  const largest = useScaleEnd(Math.max(1e-12, ...all.map(Math.abs)))
  const bar = { from: -1, ends: [circuitScore(-largest), circuitScore(largest)], name: 'score' } as const
  const words = layoutHead({
    title,
    note: `${names.from.replaceAll(' ', '\u00a0')}\u00a0↓ ${names.to.replaceAll(' ', '\u00a0')}\u00a0→`,
    width,
    bar,
  })
  const head = standardTop + words.extra + 16 + longest(columns) + 8
  const room = { width: width - left - margin, height: height - head - bottom - 8 }
  const side = Math.max(
    1,
    Math.min(largestCell, room.width / Math.max(1, columns.length), room.height / Math.max(1, rows.length)),
  )
  const size = Math.min(type.label, Math.max(smallestWord, side * 0.8))
  const stride = Math.ceil((1.15 * size) / side)
  // All numbers are written, or none.
  const widest = Math.max(...all.map((score) => textWidth(circuitScore(score), 1)), 1)
  const written = Math.min(type.label - 1, (side - 4) / widest)
  const middle = { x: left + (side * columns.length) / 2, y: head + (side * rows.length) / 2 }
  return (
    <g>
      <rect width={width} height={height} fill={background ?? colours.paper} />
      <HeadWords head={words} colours={colours} />
      {scores && all.length > 0 && <ColourBar {...words.bar} {...bar} colour={colour} ink={colours.ink2} />}
      {scores?.map((row, at) =>
        row.map((score, column) => {
          const fill = colour(score / largest)
          const number = circuitScore(score)
          return (
            <g key={`${at} ${column}`}>
              <rect
                x={coordinate(left + column * side)}
                y={coordinate(head + at * side)}
                width={coordinate(side - (side > 10 ? 1 : 0))}
                height={coordinate(side - (side > 10 ? 1 : 0))}
                fill={fill}
              />
              {written >= 7 && (
                <text
                  x={coordinate(left + (column + 0.5) * side)}
                  y={coordinate(head + (at + 0.5) * side + written * 0.36)}
                  textAnchor="middle"
                  fontSize={coordinate(written)}
                  fill={inkOn(fill)}
                >
                  {number}
                </text>
              )}
            </g>
          )
        }),
      )}
      <g fontSize={coordinate(size)} fill={colours.ink}>
        {rows.map(
          (word, at) =>
            at % stride === 0 && (
              <text
                key={at}
                x={coordinate(left - 6)}
                y={coordinate(head + (at + 0.5) * side + size * 0.36)}
                textAnchor="end"
              >
                {word}
              </text>
            ),
        )}
        {columns.map((word, at) => {
          const [x, y] = [coordinate(left + (at + 0.5) * side + size * 0.36), coordinate(head - 6)]
          return (
            at % stride === 0 && (
              <text key={at} x={x} y={y} transform={`rotate(-90 ${x} ${y})`}>
                {word}
              </text>
            )
          )
        })}
      </g>
      {scores && all.length > 0 ? (
        <text
          x={margin + 8}
          y={coordinate(middle.y)}
          fontSize={type.label}
          fill={colours.ink2}
          textAnchor="middle"
          transform={`rotate(-90 ${margin + 8} ${coordinate(middle.y)})`}
        >
          {names.from}
        </text>
      ) : (
        <text x={margin} y={head + 12} fontSize={type.label} fill={colours.ink2}>
          {scores
            ? 'No words are given. Type some above, or run a sentence.'
            : 'On one side stand states, and no words.'}
        </text>
      )}
      <g id="notes" fontSize={type.label} fill={colours.ink2}>
        {notes.map((line, at) => (
          <text key={line} x={margin} y={height - bottom + (at + 1) * noteLine - 3}>
            {line}
          </text>
        ))}
      </g>
    </g>
  )
}

/** How tall a matrix is at a width: its cells as large as they may be, its words and its notes. */
export function circuitMatrixHeight({ from, to, notes }: HeadCircuit, width: number): number {
  const [rows, columns] = [from?.length ?? 0, Math.max(1, to?.length ?? 0)]
  const side = Math.min(largestCell, Math.max(6, (width - 110) / columns))
  return Math.round(standardTop + 90 + rows * side + margin + noteLine * wrapped(notes, width - 2 * margin).length)
}

/** One head's circuit on two lists of words. */
export function CircuitMatrixFigure({ spec, answer }: { spec: CircuitMatrixSpec; answer: HeadCircuit }): JSX.Element {
  const { name, from, to } = circuitNames[answer.circuit]
  return (
    <FigureSheet
      spec={spec}
      title={`Head ${circuitHead(answer)}, ${name}: ${legible(spec.model.name)}`}
      description={`A row for each ${from}, a column for each ${to}. Colour: the score. ${answer.notes.map(legible).join(' ')}`}
    >
      <CircuitMatrix {...spec} answer={answer} />
    </FigureSheet>
  )
}
