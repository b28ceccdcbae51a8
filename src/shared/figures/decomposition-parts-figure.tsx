import type { JSX } from 'react'
import { stepKind, stepTitle } from '../attention-places'
import type { Decomposition } from '../decomposition'
import { partName, shortNumber } from './decomposition-names'
import type { MovePartsSpec } from './decomposition-spec'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate, fixed } from './numbers'
import { figureColours, type } from './theme'
import { legible, plainWord, shortened } from './words'

const margin = 14
const standardTop = 52
const names = 118
const numbers = 48
const below = 18
/** Rows are never closer than this; what finds no room is counted below the bars. */
const leastRow = 15
const fullRow = 26

/** In pixels: of a figure that has all of so many rows, none closer than they need be. */
export function partsFigureHeight(rows: number): number {
  return standardTop + rows * fullRow + below + margin
}

/** The parts of attention's step, largest share first, as bars to either side of zero. */
export function MovePartsFigure({ spec, answer }: { spec: MovePartsSpec; answer: Decomposition }): JSX.Element {
  const colours = figureColours[spec.theme]
  const { attention, tokens, place, position, model } = answer
  const title = stepTitle(place, 'attention')
  const all = rankedParts(answer, spec.apart)
  const word = legible(plainWord(tokens[position]!.text))
  const note = `share of the step of length ${shortNumber(attention.length)}${spec.apart === 'bySource' ? '' : '; heads as layer.head'}`
  const head = layoutHead({ title: `${title} moves \u201c${word}\u201d`, note, width: spec.width })
  const top = standardTop + head.extra
  const room = Math.max(1, Math.floor((spec.height - top - margin - below) / leastRow))
  const shown = all.slice(0, room)
  const left = all.slice(room)
  const rowHeight = Math.min(fullRow, (spec.height - top - margin - below) / shown.length)
  const size = Math.min(type.label, rowHeight * 0.75)
  const most = Math.max(...shown.map(({ share }) => share), 0)
  const least = Math.min(...shown.map(({ share }) => share), 0)
  const from = margin + names + (least < 0 ? numbers : 8)
  const width = spec.width - from - numbers - margin
  const scale = width / Math.max(most - least, 1e-12)
  const zero = from - least * scale
  return (
    <FigureSheet
      spec={spec}
      title={`Parts of the move of \u201c${word}\u201d by ${title.toLowerCase()}: ${legible(model.name)}`}
      description={`Shares of the step: a part\u2019s projection on it by its length. ${all.length} parts, sum 100 %.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <line
        x1={coordinate(zero)}
        x2={coordinate(zero)}
        y1={top - 4}
        y2={coordinate(top + shown.length * rowHeight + 2)}
        stroke={colours.line}
        strokeWidth={1}
      />
      {shown.map((part, row) => {
        const y = top + row * rowHeight
        const baseline = coordinate(y + rowHeight / 2 + size * 0.36)
        const tip = zero + part.share * scale
        const attends = part.head !== null || part.source !== null
        return (
          <g key={`${part.kind} ${part.head} ${part.source}`} fontSize={coordinate(size)}>
            <text x={margin + names} y={baseline} textAnchor="end" fill={colours.ink}>
              {shortened(partName(part, answer), 18)}
            </text>
            <rect
              x={coordinate(Math.min(zero, tip))}
              y={coordinate(y + rowHeight * 0.2)}
              width={coordinate(Math.max(0.5, Math.abs(tip - zero)))}
              height={coordinate(rowHeight * 0.6)}
              fill={attends ? colours[stepKind(place)] : colours.cloud}
            />
            <text
              x={coordinate(tip + (part.share < 0 ? -6 : 6))}
              y={baseline}
              textAnchor={part.share < 0 ? 'end' : 'start'}
              fill={colours.ink2}
            >
              {shareText(part.share)}
            </text>
          </g>
        )
      })}
      {left.length > 0 && (
        <text x={margin} y={spec.height - margin} fontSize={type.label} fill={colours.ink2}>
          {`${left.length} smaller ${left.length === 1 ? 'part' : 'parts'}: ${shareText(left.reduce((sum, { share }) => sum + share, 0))}`}
        </text>
      )}
    </FigureSheet>
  )
}

/** All parts of attention's step, largest share first. */
export function rankedParts({ attention }: Decomposition, apart: MovePartsSpec['apart']) {
  return [...attention[apart], ...attention.apart].toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share))
}

/** Per cent, with its sign; one decimal below one per cent. */
function shareText(share: number): string {
  return `${fixed(100 * share, Math.abs(share) < 0.0095 ? 1 : 0)} %`
}
