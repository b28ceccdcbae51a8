import type { JSX } from 'react'
import { placeLabel } from '../attention-places'
import type { Decomposition } from '../decomposition'
import { visibleText } from '../visible-text'
import { ColourBar } from './colour-bar'
import { cellsOf, largestOf, stillParts } from './decomposition-map'
import { shortNumber } from './decomposition-names'
import type { MoveMapSpec } from './decomposition-spec'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { useScaleEnd } from './inset'
import { coordinate } from './numbers'
import { RowName, rowNames } from './row-names'
import { diverging, inkOn, sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import { legible, plainWord } from './words'

const margin = 14
const standardTop = 62
const bottom = 20
const gap = 8
/** Between a row's name and its cells. */
const labelGap = 10

/** Of a row, where the height is free. */
const rowHeight = 20

/** How tall the map is at a width, so that its numbers can be read. */
export function moveMapHeight(answer: Decomposition, { target }: Pick<MoveMapSpec, 'target'>, width: number): number {
  const bands = 1 + stillParts(answer, target !== null).end.length
  return Math.min(1.6 * width, standardTop + (answer.map.rows.length + bands) * rowHeight + bottom + margin)
}

/**
 * Attentions downwards, heads from left to right, the MLPs and the layers' biases and norms apart; the embedding above, what follows
 * the last layer below. Signed values on a scale with zero in its middle, whose ends are the largest head or MLP.
 */
export function MoveMapFigure({ spec, answer }: { spec: MoveMapSpec; answer: Decomposition }): JSX.Element {
  const colours = figureColours[spec.theme]
  const signed = spec.target !== null
  const colour = signed ? diverging(spec.theme) : sequential(spec.theme)
  const { rows, total } = answer.map
  const heads = rows[0]!.heads.length
  const values = rows.map((row) => cellsOf(row).map((cell) => cell && (signed ? cell.value : cell.length)))
  const largest = useScaleEnd(largestOf(answer, signed))
  const still = stillParts(answer, signed)
  const stills = still.rows[0]!.length
  const columns = heads + 1 + stills
  const bands = [still.start, ...still.end]
  const names = ['head', ...rows.map(({ place }) => placeLabel(place))]
  const left = margin + Math.max(...names.map((name) => textWidth(name, type.label))) + labelGap
  const cellWidth = (spec.width - left - margin - gap * (stills > 0 ? 2 : 1)) / columns
  const unit = unitOf(answer, spec)
  const title = `Heads and MLPs at \u201c${legible(plainWord(answer.tokens[answer.position]!.text))}\u201d`
  const note = signed ? `${unit}, in all ${shortNumber(total)}` : unit
  const bar = {
    from: signed ? -1 : 0,
    ends: [shortNumber(signed ? -largest : 0), shortNumber(largest)],
    name: scaleNames[spec.target?.kind ?? 'length'],
  } as const
  const head = layoutHead({ title, note, width: spec.width, bar })
  const top = standardTop + head.extra
  const cellHeight = (spec.height - top - bottom - margin) / (rows.length + bands.length)
  const xOf = (column: number) => left + column * cellWidth + (column > heads ? 2 * gap : column === heads ? gap : 0)
  const size = Math.min(type.label, cellHeight * 0.6)
  const named = rowNames(cellHeight, spec.print)
  return (
    <FigureSheet
      spec={spec}
      title={`${title}: ${legible(answer.model.name)}, ${answer.model.layers} layers`}
      description={`A row for each attention, a column for each of ${heads} heads, one for the MLP and ${stills} for biases and norms. Colour: ${unit}.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <ColourBar {...head.bar} {...bar} colour={colour} ink={colours.ink2} />
      {rows.map(({ layer, place }, row) => {
        const y = top + (row + 1) * cellHeight
        const baseline = coordinate(y + cellHeight / 2 + size * 0.36)
        return (
          <g key={layer} fontSize={coordinate(size)}>
            <RowName named={named} row={row} x={left - 6} middle={y + cellHeight / 2} ink={colours.ink2}>
              {placeLabel(place)}
            </RowName>
            {[...values[row]!, ...still.rows[row]!.map(({ number }) => number)].map((value, column) => {
              if (value === null) return null
              const fill = colour(value / largest)
              const text = shortNumber(value)
              return (
                <g key={column}>
                  <rect
                    x={coordinate(xOf(column))}
                    y={coordinate(y)}
                    width={coordinate(cellWidth - 1)}
                    height={coordinate(cellHeight - 1)}
                    fill={fill}
                  />
                  {size >= 6 && textWidth(text, size) <= cellWidth - 4 && (
                    <text
                      x={coordinate(xOf(column) + (cellWidth - 1) / 2)}
                      y={baseline}
                      textAnchor="middle"
                      fill={inkOn(fill)}
                    >
                      {text}
                    </text>
                  )}
                </g>
              )
            })}
          </g>
        )
      })}
      {bands.map((part, index) => {
        const y = top + (index === 0 ? 0 : rows.length + index) * cellHeight
        const fill = colour(part.number / largest)
        return (
          <g key={part.key} fontSize={coordinate(named.size)}>
            <rect
              x={coordinate(left)}
              y={coordinate(y)}
              width={coordinate(spec.width - margin - left - 1)}
              height={coordinate(cellHeight - 1)}
              fill={fill}
            />
            <text
              x={coordinate((left + spec.width - margin) / 2)}
              y={coordinate(y + cellHeight / 2 + named.size * 0.36)}
              textAnchor="middle"
              fill={inkOn(fill)}
            >
              {`${part.name} ${shortNumber(part.number)}`}
            </text>
          </g>
        )
      })}
      <g id="heads" fontSize={type.label} fill={colours.ink2}>
        <text x={coordinate(left - 6)} y={spec.height - margin - bottom + 16} textAnchor="end">
          head
        </text>
        {Array.from({ length: columns }, (_, column) => {
          const extra = still.rows[0]![column - heads - 1]
          const name = extra?.name ?? (column === heads ? 'MLP' : String(column))
          return (
            <text
              key={column}
              x={coordinate(xOf(column) + (cellWidth - 1) / 2)}
              y={spec.height - margin - bottom + 16}
              textAnchor="middle"
            >
              {name}
            </text>
          )
        })}
      </g>
    </FigureSheet>
  )
}

/** The same as the scale calls it. */
const scaleNames = { length: 'length', end: 'projection', word: 'logit', words: 'logit difference' } as const

/** What the cells count, in words. */
function unitOf({ words }: Decomposition, { target }: MoveMapSpec): string {
  const word = (index: number) => `\u201c${legible(visibleText(words[index]?.text ?? ''))}\u201d`
  if (target === null) return 'length of each part'
  if (target.kind === 'end') return 'along the final vector'
  if (target.kind === 'word') return `part of the logit of ${word(0)}`
  return `logit of ${word(0)} over ${word(1)}`
}
