import type { JSX } from 'react'
import type { HeadCircuit } from '../circuits'
import { visibleText } from '../visible-text'
import type { CircuitSpectrumSpec } from './circuit-spec'
import { circuitHead, circuitNames, circuitScore, noteLine, rankText } from './circuit-text'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate, fixed } from './numbers'
import { textWidth, wrapped } from './text-width'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible, shortened } from './words'

const margin = 14
const standardTop = 52
const chart = 96
/** Of the drawing of the two maps, with the space after it. */
const maps = 150
/** From one direction to the next: its two ends, a line each. */
const pitch = 38
const line = 15

export interface CircuitSpectrumProps {
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  readonly answer: HeadCircuit
  readonly background?: string
}

/** The maps down to the head and up again, the singular values of their product, and the words at the ends of its first directions. */
export function CircuitSpectrum({ theme, width, height, answer, background }: CircuitSpectrumProps): JSX.Element {
  const colours = figureColours[theme]
  const notes = wrapped(answer.notes.map(legible), width - 2 * margin)
  const bottom = margin + notes.length * noteLine
  const left = margin + maps
  const bar = (width - left - margin) / Math.max(1, answer.values.length)
  const largest = Math.max(1e-12, answer.values[0] ?? 0)
  const { head, columns, room, columnHeads, listTop } = layoutList(answer, width)
  const top = standardTop + head.extra
  const shown = answer.directions.slice(0, Math.max(0, Math.floor((height - bottom - listTop - 14) / pitch)))
  const rankAt = Math.min(answer.values.length, answer.effectiveRank)
  const rankX = Math.min(width - margin - 36, Math.max(left + 50, left + rankAt * bar))
  return (
    <g>
      <rect width={width} height={height} fill={background ?? colours.paper} />
      <HeadWords head={head} colours={colours} />
      <TwoMaps theme={theme} answer={answer} top={top} />
      <g id="values">
        {answer.values.map((value, at) => {
          const tall = (chart * value) / largest
          return (
            <rect
              key={at}
              x={coordinate(left + at * bar)}
              y={coordinate(top + chart - tall)}
              width={coordinate(Math.max(0.5, bar - (bar > 3 ? 1 : 0)))}
              height={coordinate(tall)}
              fill={colours.attention}
              opacity={at < shown.length ? 1 : 0.55}
            />
          )
        })}
        <line x1={left} y1={top + chart} x2={width - margin} y2={top + chart} stroke={colours.line} />
        <line
          x1={coordinate(left + rankAt * bar)}
          y1={top}
          x2={coordinate(left + rankAt * bar)}
          y2={top + chart}
          stroke={colours.mlp}
          strokeDasharray="3 3"
        />
      </g>
      <g fontSize={type.label} fill={colours.ink2}>
        <text x={left - 5} y={top + 9} textAnchor="end">
          {circuitScore(largest)}
        </text>
        <text x={left} y={top + chart + 14}>
          1
        </text>
        {rankX + 60 < width - margin - 20 && (
          <text x={width - margin} y={top + chart + 14} textAnchor="end">
            {answer.values.length}
          </text>
        )}
        <text x={coordinate(rankX)} y={top + chart + 14} textAnchor="middle" fill={colours.mlp}>
          {`eff. rank ${fixed(answer.effectiveRank, 1)}`}
        </text>
        <text x={margin} y={listTop}>
          value
        </text>
        {columnHeads.map((lines, side) =>
          lines.map((text, at) => (
            <text key={`${side} ${at}`} x={columns[side]} y={listTop - line * (lines.length - 1 - at)}>
              {text}
            </text>
          )),
        )}
      </g>
      {shown.map((direction, at) => {
        const y = listTop + 8 + at * pitch
        return (
          <g key={at} fontSize={type.label} fill={colours.ink}>
            <line x1={margin} y1={y - 2} x2={width - margin} y2={y - 2} stroke={colours.grid} />
            <text x={margin} y={y + line - 3}>
              {circuitScore(direction.value)}
            </text>
            {[direction.from, direction.to].map((ends, side) =>
              ends === null ? (
                <text key={side} x={columns[side]} y={y + line - 3} fill={colours.ink2}>
                  states, no words
                </text>
              ) : (
                <g key={side}>
                  <text x={columns[side]} y={y + line - 3}>
                    {`+ ${fitting(ends.high, room - 12)}`}
                  </text>
                  <text x={columns[side]} y={y + 2 * line - 3} fill={colours.ink2}>
                    {`− ${fitting(ends.low, room - 12)}`}
                  </text>
                </g>
              ),
            )}
          </g>
        )
      })}
      <g id="notes" fontSize={type.label} fill={colours.ink2}>
        {notes.map((text, at) => (
          <text key={text} x={margin} y={height - bottom + (at + 1) * noteLine - 3}>
            {text}
          </text>
        ))}
      </g>
    </g>
  )
}

/** The head over the singular values, and the columns of words under them, whose heads take as many lines as they need. */
function layoutList(answer: HeadCircuit, width: number) {
  const names = circuitNames[answer.circuit]
  const title = `Head ${circuitHead(answer)}: spectrum of the ${names.name}`
  const head = layoutHead({ title, note: rankText(answer), width })
  const valueWidth = 44
  const columns = [margin + valueWidth, margin + valueWidth + (width - 2 * margin - valueWidth) / 2]
  const room = columns[1]! - columns[0]! - 12
  const columnHeads = [names.allFrom, names.allTo].map((words) => wrapped([`${words} along (+), against (−)`], room))
  const lines = Math.max(...columnHeads.map(({ length }) => length))
  return { head, columns, room, columnHeads, listTop: standardTop + head.extra + chart + 34 + line * (lines - 1) }
}

/** As many words as there is room for. */
function fitting(words: readonly { readonly text: string }[], room: number): string {
  let text = ''
  for (const word of words) {
    const next = `${text === '' ? '' : `${text}  `}${shortened(legible(visibleText(word.text)), 14)}`
    if (text !== '' && textWidth(next, type.label) > room) break
    text = next
  }
  return text
}

/** The stream's width, the head's, and the stream's again: a map down and a map up, so that no more than d_head directions pass. */
function TwoMaps({ theme, answer, top }: { theme: FigureTheme; answer: HeadCircuit; top: number }): JSX.Element {
  const colours = figureColours[theme]
  const { dModel, circuit, values } = answer
  const [down, up] = circuit === 'qk' ? ['W_Q', 'W_K^T'] : ['W_V', 'W_O']
  const [x0, x1, x2] = [margin + 4, margin + 54, margin + 104]
  const tall = chart - 18
  const narrow = Math.max(3, (tall * values.length) / dModel)
  const middle = top + 4 + tall / 2
  const slope = (from: number, fromTall: number, to: number, toTall: number) =>
    `M${from} ${middle - fromTall / 2}L${to} ${coordinate(middle - toTall / 2)}V${coordinate(middle + toTall / 2)}L${from} ${middle + fromTall / 2}Z`
  return (
    <g id="maps" fontSize={type.label} fill={colours.ink2} textAnchor="middle">
      <path d={slope(x0, tall, x1, narrow)} fill={colours.grid} />
      <path d={slope(x2, tall, x1, narrow)} fill={colours.grid} />
      {[x0, x1, x2].map((x, at) => {
        const height = at === 1 ? narrow : tall
        return (
          <rect
            key={x}
            x={x - 2}
            y={coordinate(middle - height / 2)}
            width={4}
            height={coordinate(height)}
            fill={at === 1 ? colours.mlp : colours.attention}
          />
        )
      })}
      <text x={(x0 + x1) / 2} y={middle + 4} fill={colours.ink}>
        {down}
      </text>
      <text x={(x1 + x2) / 2 + 2} y={middle + 4} fill={colours.ink}>
        {up}
      </text>
      <text x={x0 + 4} y={top + chart + 2}>
        {dModel}
      </text>
      <text x={x1} y={top + chart + 2}>
        {answer.dHead}
      </text>
      <text x={x2} y={top + chart + 2}>
        {dModel}
      </text>
    </g>
  )
}

/** How tall it is with all its directions, at a width. */
export function circuitSpectrumHeight(answer: HeadCircuit, width: number): number {
  const notes = wrapped(answer.notes.map(legible), width - 2 * margin).length
  return layoutList(answer, width).listTop + 14 + pitch * answer.directions.length + margin + noteLine * notes
}

/** One head's singular values and directions. */
export function CircuitSpectrumFigure({
  spec,
  answer,
}: {
  spec: CircuitSpectrumSpec
  answer: HeadCircuit
}): JSX.Element {
  return (
    <FigureSheet
      spec={spec}
      title={`Head ${circuitHead(answer)}, spectrum of the ${circuitNames[answer.circuit].name}: ${legible(spec.model.name)}`}
      description={`${rankText(answer)}. Under them the words whose vectors point most along the first directions, and most against them. ${answer.notes.map(legible).join(' ')}`}
    >
      <CircuitSpectrum {...spec} answer={answer} />
    </FigureSheet>
  )
}
