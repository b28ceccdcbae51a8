import type { Chart } from '../../shared/figures/chart'
import { divergingStops, sequentialStops } from '../../shared/figures/scales'
import type { Cell } from './csv'
import { type Provenance, provenanceName } from './provenance'

type Row = Readonly<Record<string, Cell>>

/** The rows of a table that a chart is of, as records. */
export function chartedRows({ where }: Chart, [header, ...rows]: readonly (readonly Cell[])[]): Row[] {
  const records = rows.map((row) =>
    Object.fromEntries((header ?? []).map((name, at) => [String(name), row[at] ?? null])),
  )
  return where ? records.filter((row) => where.is.includes(String(row[where.column]))) : records
}

/** The largest size among values, as a scale's end; 1 where all are zero. */
export function largestOf(rows: readonly Row[], column: string): number {
  const largest = Math.max(0, ...rows.map((row) => (typeof row[column] === 'number' ? Math.abs(row[column]) : 0)))
  return largest > 0 ? largest : 1
}

export interface ChartPaper {
  readonly title: string
  /** In CSS pixels, as printed. */
  readonly width: number
  readonly height: number
}

/** A chart as a Vega-Lite 6 specification with its numbers in it; the provenance stands in `usermeta`. */
export function vegaLite(
  chart: Chart,
  table: readonly (readonly Cell[])[],
  { title, width, height }: ChartPaper,
  origin: Provenance,
): string {
  const rows = chartedRows(chart, table)
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    data: { values: rows },
    ...drawn(chart, rows),
    usermeta: { [provenanceName]: origin },
  }
  return `${JSON.stringify(spec, null, 2)}\n`
}

function drawn(chart: Chart, rows: readonly Row[]): object {
  switch (chart.mark) {
    case 'matrix': {
      const { x, y, value, labels, scale, upwards } = chart
      const end = scale === 'share' ? 1 : largestOf(rows, value.column)
      const named = (column: string, label: string | undefined) =>
        label === undefined ? {} : { axis: { labelExpr: labelsOf(rows, column, label) } }
      return {
        mark: { type: 'rect', tooltip: true },
        encoding: {
          x: { field: x.column, type: 'ordinal', title: x.title, sort: null, ...named(x.column, labels?.x) },
          y: {
            ...{ field: y.column, type: 'ordinal', title: y.title, sort: upwards ? 'descending' : null },
            ...named(y.column, labels?.y),
          },
          color: {
            ...{ field: value.column, type: 'quantitative', title: value.title },
            scale: {
              domain: [scale === 'signed' ? -end : 0, end],
              range: scale === 'signed' ? divergingStops('light') : sequentialStops('light'),
            },
          },
        },
      }
    }
    case 'bars':
      return {
        mark: { type: 'bar', tooltip: true },
        encoding: {
          y: { field: chart.label.column, type: 'ordinal', title: chart.label.title, sort: null },
          x: { field: chart.value.column, type: 'quantitative', title: chart.value.title },
        },
      }
    case 'lines':
      return {
        ...(chart.by.length > 0
          ? {
              transform: [
                { calculate: chart.by.map((name) => `datum[${JSON.stringify(name)}]`).join(" + ' – ' + "), as: 'line' },
              ],
            }
          : {}),
        mark: { type: 'line', point: true, tooltip: true },
        encoding: {
          x: { field: chart.x.column, type: 'quantitative', title: chart.x.title },
          y: { field: chart.y.column, type: 'quantitative', title: chart.y.title, scale: { zero: false } },
          ...(chart.by.length > 0 ? { color: { field: 'line', type: 'nominal', title: null } } : {}),
        },
      }
    case 'path': {
      // Vega-Lite is flat: the first two components, which keep most of the variance.
      const [x, y] = chart.axes
      const encoding = {
        x: { field: x.column, type: 'quantitative', title: x.title, scale: { zero: false } },
        y: { field: y.column, type: 'quantitative', title: y.title, scale: { zero: false } },
      }
      return {
        layer: [
          { mark: { type: 'line', color: '#8a93a1' }, encoding: { ...encoding, order: { field: 'step' } } },
          {
            mark: { type: 'point', filled: true, tooltip: true },
            encoding: { ...encoding, color: { field: chart.kind, type: 'nominal', title: null } },
          },
        ],
      }
    }
  }
}

/** A Vega expression that puts a word at each position. */
function labelsOf(rows: readonly Row[], column: string, label: string): string {
  const words = Object.fromEntries(rows.map((row) => [String(row[column]), String(row[label])]))
  return `(${JSON.stringify(words)})[datum.label]`
}
