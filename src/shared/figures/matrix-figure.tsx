import type { JSX } from 'react'
import { partNames } from '../anatomy'
import {
  type CellMeasure,
  cellsOf,
  type MatrixCells,
  type MatrixFacts,
  type Spectrum,
  type WeightInfo,
} from '../matrix'
import type { MatrixSpec } from './anatomy-spec'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { useScaleEnd } from './inset'
import { HistogramChart, SpectrumChart, shortNumber } from './matrix-charts'
import { coordinate, count } from './numbers'
import { diverging, inkOn, sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible } from './words'

const margin = 14
const standardTop = 58
/** Cells of a figure, at most: each is a rectangle of the file. */
export const figureCells = { height: 64, width: 96 } as const

/** What a weight is called: its tensor, and what of it. */
export function weightTitle({ name, part }: Pick<WeightInfo, 'name' | 'part'>): string {
  return part === null ? name : `${name}, ${partNames[part].toLowerCase()}`
}

export const measureNames: Readonly<Record<CellMeasure, string>> = { mean: 'mean', magnitude: 'mean size' }

/** The value of the deepest colour: the largest size of a cell. */
export function deepest({ values }: MatrixCells): number {
  let most = 0
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value))
  return most
}

/** The colour of a cell, by its measure and the deepest. */
export function cellColour(theme: FigureTheme, measure: CellMeasure, most: number): (value: number) => string {
  const colour = measure === 'mean' ? diverging(theme) : sequential(theme)
  return (value) => colour(most === 0 ? 0 : value / most)
}

/** What the two axes of a matrix are and which part of them is seen. */
export function windowText({ rows, columns }: Pick<MatrixSpec, 'rows' | 'columns'>, shape: readonly number[]): string {
  const range = ([from, to]: readonly [number, number]) => `${count(from)} to ${count(to - 1)}`
  const all = rows[0] === 0 && columns[0] === 0 && rows[1] === shape[0] && columns[1] === shape[1]
  return all
    ? `all ${count(shape[0]!)} rows and ${count(shape[1]!)} columns`
    : `rows ${range(rows)}, columns ${range(columns)} of ${count(shape[0]!)} × ${count(shape[1]!)}`
}

/** A window of a matrix as a heat map, and under it the histogram of all its values and its singular values. */
export function MatrixFigure({
  spec,
  facts,
  cells,
  spectrum,
}: {
  spec: MatrixSpec
  facts: MatrixFacts
  cells: MatrixCells
  spectrum: Spectrum | null
}): JSX.Element {
  const { theme, width, height, measure } = spec
  const colours = figureColours[theme]
  const title = legible(weightTitle(facts.weight))
  const most = useScaleEnd(deepest(cells))
  const colour = cellColour(theme, measure, most)
  const chartHeight = Math.min(170, Math.max(110, height * 0.3))
  const { tall: rows, wide: columns } = cellsOf(spec, figureCells)
  const each = rows * columns === 1 ? 'each value' : `each cell of ${count(rows)} × ${count(columns)} values`
  const what =
    rows * columns > 1 ? `${measureNames[measure]} of ${each}` : measure === 'mean' ? each : `size of ${each}`
  const unit = `${what}, ${windowText(spec, facts.weight.shape)}`
  const bar = {
    ...(measure === 'mean'
      ? ({ from: -1, ends: [shortNumber(-most), shortNumber(most)] } as const)
      : ({ from: 0, ends: ['0', shortNumber(most)] } as const)),
    name: rows * columns > 1 ? measureNames[measure] : measure === 'mean' ? 'value' : 'size',
  }
  const head = layoutHead({ title, note: unit, width, bar })
  const top = standardTop + head.extra
  const [across, tall] = [width - 2 * margin, height - top - chartHeight - 8]
  const [wide, high] = [across / cells.width, tall / cells.height]
  const half = spectrum ? width / 2 : width
  return (
    <FigureSheet
      spec={spec}
      title={title}
      description={`${unit}. Under it the histogram of all values${spectrum ? ' and the singular values' : ''}. Rows and columns as they lie in the file${facts.weight.lies ? `: ${facts.weight.lies}` : ''}.`}
    >
      <rect width={width} height={height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <ColourBar
        {...head.bar}
        {...bar}
        colour={measure === 'mean' ? diverging(theme) : sequential(theme)}
        ink={colours.ink2}
      />
      <g transform={`translate(${margin} ${top})`}>
        {Array.from(cells.values, (value, at) => {
          if (!Number.isFinite(value)) return null
          const [row, column] = [Math.floor(at / cells.width), at % cells.width]
          const fill = colour(value)
          const text = shortNumber(value)
          const isRead = high >= 14 && textWidth(text, type.label) < wide - 4
          return (
            <g key={at}>
              <rect
                x={coordinate(column * wide)}
                y={coordinate(row * high)}
                width={coordinate(wide + 0.3)}
                height={coordinate(high + 0.3)}
                fill={fill}
              />
              {isRead && (
                <text
                  x={coordinate((column + 0.5) * wide)}
                  y={coordinate((row + 0.5) * high + 4)}
                  textAnchor="middle"
                  fontSize={type.label}
                  fill={inkOn(fill)}
                >
                  {text}
                </text>
              )}
            </g>
          )
        })}
      </g>
      <g transform={`translate(0 ${coordinate(height - chartHeight)})`}>
        <HistogramChart facts={facts} width={half} height={chartHeight} colours={colours} />
        {spectrum && (
          <g transform={`translate(${coordinate(half)} 0)`}>
            <SpectrumChart spectrum={spectrum} width={half} height={chartHeight} colours={colours} />
          </g>
        )}
      </g>
    </FigureSheet>
  )
}
