import type { JSX } from 'react'
import { keyText } from '../attention-places'
import { type HeadDetail, weightsAt } from '../head-detail'
import { visibleText } from '../visible-text'
import { coordinate, fixed } from './numbers'
import { weightText } from './query-key-text'
import { diverging } from './scales'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible, shortened } from './words'

const names = 108
const numbers = 54
const gap = 14
const head = 20
/** Rows are not drawn lower than this: the words could not be read. */
const lowestRow = 13

/** So many keys fit into a height. */
export function keysThatFit(height: number): number {
  return Math.max(1, Math.floor((height - head) / lowestRow))
}

/** The keys with the largest weights and the chosen one, as rows among the keys, in the order of the sentence. */
export function keysDrawn(
  { row, key, firstKey }: Pick<HeadDetail, 'row' | 'key' | 'firstKey'>,
  atMost: number,
): number[] {
  const chosen = key - firstKey
  const byWeight = Array.from(row.keys()).sort((a, b) => row[b]!.weight - row[a]!.weight || a - b)
  return [chosen, ...byWeight.filter((at) => at !== chosen)].slice(0, atMost).sort((a, b) => a - b)
}

/**
 * The query's row: for each key a bar of its score to either side of zero, hatched where the mask hides it, and a bar of its
 * weight on a scale from 0 to 1 with a tick at the model's own.
 */
export function QueryKeyRow({
  detail,
  theme,
  width,
  height,
  temperature,
}: {
  detail: HeadDetail
  theme: FigureTheme
  width: number
  height: number
  temperature: number
}): JSX.Element {
  const colours = figureColours[theme]
  const colour = diverging(theme)
  const weights = weightsAt(detail, temperature)
  const drawn = keysDrawn(detail, keysThatFit(height))
  const rowHeight = Math.min(22, (height - head) / drawn.length)
  const bars = (width - names - 2 * numbers - 2 * gap) / 2
  const largest = Math.max(...drawn.map((at) => Math.abs(detail.row[at]!.score)), 1e-12)
  const zero = names + bars / 2
  const right = names + bars + numbers + 2 * gap
  const size = Math.min(type.strong, rowHeight * 0.72)
  return (
    <g>
      <g fontSize={type.label} fill={colours.ink2}>
        <text x={names} y={11}>
          score
        </text>
        <text x={coordinate(right)} y={11}>
          {temperature === 1 ? 'weight' : `weight at temperature ${fixed(temperature, 2)}; tick: the model’s`}
        </text>
      </g>
      {drawn.map((at, index) => {
        const { score, masked, weight } = detail.row[at]!
        const top = head + index * rowHeight
        const barTop = coordinate(top + rowHeight * 0.18)
        const barHeight = coordinate(rowHeight * 0.64)
        const baseline = coordinate(top + rowHeight / 2 + size * 0.36)
        const length = (Math.abs(score) / largest) * (bars / 2)
        const isChosen = at === detail.key - detail.firstKey
        return (
          <g key={at} fontSize={coordinate(size)} fill={colours.ink}>
            <text x={names - 8} y={baseline} textAnchor="end" fontWeight={isChosen ? 600 : 400}>
              {shortened(legible(visibleText(keyText(detail, detail.firstKey + at))), 15)}
            </text>
            <rect
              x={coordinate(score < 0 ? zero - length : zero)}
              y={barTop}
              width={coordinate(Math.max(length, 0.01))}
              height={barHeight}
              fill={masked ? colours.grid : colour(score < 0 ? -0.75 : 0.75)}
            />
            {masked && <Hatch x={names} y={barTop} width={bars} height={barHeight} colour={colours.ink3} />}
            <text x={coordinate(names + bars + numbers)} y={baseline} textAnchor="end" fill={colours.ink2}>
              {masked ? 'masked' : fixed(score, 2)}
            </text>
            <rect
              x={coordinate(right)}
              y={barTop}
              width={coordinate(Math.max(weights[at]! * bars, masked ? 0.01 : 0.5))}
              height={barHeight}
              fill={isChosen ? colours.accent : colours.cloud}
            />
            {temperature !== 1 && !masked && (
              <line
                x1={coordinate(right + weight * bars)}
                x2={coordinate(right + weight * bars)}
                y1={coordinate(top + 1)}
                y2={coordinate(top + rowHeight - 1)}
                stroke={colours.ink}
                strokeWidth={1.5}
              />
            )}
            <text x={coordinate(right + bars + numbers - 4)} y={baseline} textAnchor="end" fill={colours.ink2}>
              {masked ? '0' : weightText(weights[at]!)}
            </text>
          </g>
        )
      })}
      <line
        x1={coordinate(zero)}
        x2={coordinate(zero)}
        y1={head}
        y2={coordinate(head + drawn.length * rowHeight)}
        stroke={colours.line}
        strokeWidth={1}
      />
      <line
        x1={coordinate(right)}
        x2={coordinate(right)}
        y1={head}
        y2={coordinate(head + drawn.length * rowHeight)}
        stroke={colours.line}
        strokeWidth={1}
      />
    </g>
  )
}

/** Slanted lines in a box; no pattern and no clip, which not every format has. */
function Hatch({
  x,
  y,
  width,
  height,
  colour,
}: {
  x: number
  y: number
  width: number
  height: number
  colour: string
}) {
  const lines: string[] = []
  for (let at = 0; at + height <= width; at += 7) {
    lines.push(`M${coordinate(x + at)} ${coordinate(y + height)}L${coordinate(x + at + height)} ${coordinate(y)}`)
  }
  return <path d={lines.join('')} stroke={colour} strokeWidth={0.75} fill="none" />
}
