import type { JSX } from 'react'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { useScaleEnd } from './inset'
import { coordinate } from './numbers'
import type { Print } from './print'
import { RowName, rowNames } from './row-names'
import { inkOn, sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { shortened } from './words'

export interface HeatMapRow {
  readonly key: string
  /** At its left. */
  readonly name: string
  /** Not below 0; null where there is none. One alone for a row that is a single wide cell. */
  readonly cells: readonly (number | null)[]
}

export interface HeatMapProps {
  readonly theme: FigureTheme
  readonly print?: Print | undefined
  readonly width: number
  readonly height: number
  readonly title: string
  /** What the cells count, in full and as the scale calls it. */
  readonly unit: string
  readonly scaleName: string
  readonly rows: readonly HeatMapRow[]
  /** Under the columns, and what these are where their own names do not say it. */
  readonly columns: readonly string[]
  readonly across?: string
  /** The value of the deepest colour. */
  readonly largest: number
  /** The paper where none is given. */
  readonly background?: string
  /** As it is written in a cell that has room, and at the ends of the scale. */
  readonly text: (value: number) => string
}

const margin = 14
const standardTop = 58
const bottom = 20
/** Names of columns stand no closer than this, in pixels. */
const closest = 20

/** Cells in one sequential scale from 0, which stands above as a bar. */
export function HeatMap(props: HeatMapProps): JSX.Element {
  const { theme, width, height, title, unit, scaleName, rows, columns, across = '', text } = props
  const largest = useScaleEnd(props.largest)
  const colours = figureColours[theme]
  const background = props.background ?? colours.paper
  const colour = sequential(theme)
  const names = rows.map(({ name }) => shortened(name, 30))
  const left = margin + 8 + Math.max(...[across, ...names].map((name) => textWidth(name, type.label)))
  const bar = { from: 0, ends: [text(0), text(largest)], name: scaleName } as const
  const head = layoutHead({ title, note: unit, width, bar })
  const top = standardTop + head.extra
  const cellWidth = (width - left - margin) / Math.max(1, columns.length)
  const cellHeight = (height - top - bottom - margin) / Math.max(1, rows.length)
  const size = Math.min(type.label, cellHeight * 0.6)
  const named = rowNames(cellHeight, props.print)
  const stride = Math.max(1, Math.ceil(closest / cellWidth))
  return (
    <g>
      <rect width={width} height={height} fill={background} />
      <HeadWords head={head} colours={colours} />
      <ColourBar {...head.bar} {...bar} colour={colour} ink={colours.ink2} />
      {rows.map(({ key, cells }, row) => {
        const y = top + row * cellHeight
        const baseline = coordinate(y + cellHeight / 2 + size * 0.36)
        const isWide = cells.length === 1 && columns.length > 1
        const own = isWide ? cellWidth * columns.length : cellWidth
        return (
          <g key={key} fontSize={coordinate(size)}>
            <RowName named={named} row={row} x={coordinate(left - 6)} middle={y + cellHeight / 2} ink={colours.ink2}>
              {names[row]!}
            </RowName>
            {cells.map((value, column) => {
              if (value === null) return null
              const fill = colour(largest > 0 ? value / largest : 0)
              const written = text(value)
              return (
                <g key={column}>
                  <rect
                    x={coordinate(left + column * own)}
                    y={coordinate(y)}
                    width={coordinate(own - 1)}
                    height={coordinate(cellHeight - 1)}
                    fill={fill}
                  />
                  {size >= 6 && textWidth(written, size) <= own - 4 && (
                    <text
                      x={coordinate(left + column * own + (own - 1) / 2)}
                      y={baseline}
                      textAnchor="middle"
                      fill={inkOn(fill)}
                    >
                      {written}
                    </text>
                  )}
                </g>
              )
            })}
          </g>
        )
      })}
      <g id="columns" fontSize={type.label} fill={colours.ink2}>
        <text x={coordinate(left - 6)} y={height - margin - bottom + 16} textAnchor="end">
          {across}
        </text>
        {columns.map(
          (name, column) =>
            column % stride === 0 && (
              <text
                key={name}
                x={coordinate(left + column * cellWidth + (cellWidth - 1) / 2)}
                y={height - margin - bottom + 16}
                textAnchor="middle"
              >
                {name}
              </text>
            ),
        )}
      </g>
    </g>
  )
}
