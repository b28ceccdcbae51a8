import type { Chart } from '../../shared/figures/chart'
import { millimetresPerPixel } from '../../shared/figures/print'
import { channels, divergingStops, sequentialStops } from '../../shared/figures/scales'
import { figureColours } from '../../shared/figures/theme'
import type { Cell } from './csv'
import { latexText } from './latex-text'
import { type Provenance, provenanceName } from './provenance'
import { type ChartPaper, chartedRows, largestOf } from './vega-lite'

type Row = ReturnType<typeof chartedRows>[number]

/**
 * A chart as a TikZ picture of PGFPlots (1.16 or later), numbers and all, to be read in by `\input`: it is set in the paper's own
 * type. The provenance stands in a comment.
 */
export function pgfPlots(
  chart: Chart,
  table: readonly (readonly Cell[])[],
  { width, height }: ChartPaper,
  origin: Provenance,
): string {
  const rows = chartedRows(chart, table)
  const size = [`width=${mm(width)}`, `height=${mm(height)}`]
  const { options, body } = axisOf(chart, rows)
  return [
    `% ${provenanceName}: ${JSON.stringify(origin)}`,
    '% In the preamble: \\usepackage{pgfplots} \\pgfplotsset{compat=1.16}',
    '\\begin{tikzpicture}',
    '\\begin{axis}[',
    ...[...size, ...options].map((option) => `  ${option},`),
    ']',
    ...body,
    '\\end{axis}',
    '\\end{tikzpicture}',
    '',
  ].join('\n')
}

interface AxisText {
  readonly options: readonly string[]
  readonly body: readonly string[]
}

function axisOf(chart: Chart, rows: readonly Row[]): AxisText {
  switch (chart.mark) {
    case 'matrix':
      return matrix(chart, rows)
    case 'bars': {
      const labels = rows.map((row) => `{${latexText(String(row[chart.label.column]))}}`)
      return {
        options: [
          ...['xbar', 'y dir=reverse', 'xmajorgrids'],
          `ytick={${rows.map((_, at) => at).join(',')}}`,
          `yticklabels={${labels.join(',')}}`,
          `xlabel={${latexText(chart.value.title)}}`,
        ],
        body: [
          `\\addplot[fill={rgb,255:${rgb(figureColours.light.accent)}},draw=none] coordinates {`,
          ...rows.map((row, at) => `  (${number(row[chart.value.column])},${at})`),
          '};',
        ],
      }
    }
    case 'lines': {
      const nameOf = (row: Row) => chart.by.map((column) => String(row[column])).join(' – ')
      const names = [...new Set(rows.map(nameOf))]
      return {
        options: [
          ...['ymajorgrids', 'cycle list name=exotic', 'no markers', 'thick'],
          `xlabel={${latexText(chart.x.title)}}`,
          `ylabel={${latexText(chart.y.title)}}`,
          ...(names.length > 1 ? ['legend pos=outer north east'] : []),
        ],
        body: names.flatMap((name) => [
          '\\addplot coordinates {',
          ...rows
            .filter((row) => nameOf(row) === name)
            .map((row) => `  (${number(row[chart.x.column])},${number(row[chart.y.column])})`),
          '};',
          ...(names.length > 1 ? [`\\addlegendentry{${latexText(name)}}`] : []),
        ]),
      }
    }
    case 'path': {
      const at = (row: Row) => chart.axes.map(({ column }) => number(row[column])).join(',')
      const kinds = [...new Set(rows.map((row) => String(row[chart.kind])))]
      const colours: Readonly<Record<string, string>> = {
        ...{ embed: figureColours.light.ink, attention: figureColours.light.attention },
        ...{ cross: figureColours.light.cross, mlp: figureColours.light.mlp },
      }
      return {
        options: [
          ...['view={30}{25}', 'grid=major'],
          ...['x', 'y', 'z'].map((axis, index) => `${axis}label={${latexText(chart.axes[index]!.title)}}`),
        ],
        body: [
          '\\addplot3[gray, forget plot] coordinates {',
          ...rows.map((row) => `  (${at(row)})`),
          '};',
          ...kinds.flatMap((kind) => [
            `\\addplot3[only marks, mark size=1.2pt, color={rgb,255:${rgb(colours[kind] ?? figureColours.light.ink)}}] coordinates {`,
            ...rows.filter((row) => row[chart.kind] === kind).map((row) => `  (${at(row)})`),
            '};',
            `\\addlegendentry{${latexText(kind)}}`,
          ]),
        ],
      }
    }
  }
}

function matrix(chart: Extract<Chart, { mark: 'matrix' }>, rows: readonly Row[]): AxisText {
  const { x, y, value, labels, scale, upwards } = chart
  const columns = [...new Set(rows.map((row) => row[x.column]))]
  const lines = [...new Set(rows.map((row) => row[y.column]))]
  const at = new Map(rows.map((row) => [`${row[x.column]} ${row[y.column]}`, row]))
  const end = scale === 'share' ? 1 : largestOf(rows, value.column)
  const stops = scale === 'signed' ? divergingStops('light') : sequentialStops('light')
  const ticks = (axis: 'x' | 'y', values: readonly (Cell | undefined)[], column: string, label: string | undefined) => {
    const names = values.map((one) => {
      const row = label === undefined ? undefined : rows.find((candidate) => candidate[column] === one)
      return `{${latexText(String(row ? row[label!] : one).trim())}}`
    })
    return [`${axis}tick={${values.map((_, index) => index).join(',')}}`, `${axis}ticklabels={${names.join(',')}}`]
  }
  return {
    options: [
      'enlargelimits=false',
      ...(upwards ? [] : ['y dir=reverse']),
      ...['colorbar', `point meta min=${number(scale === 'signed' ? -end : 0)}`, `point meta max=${number(end)}`],
      `colorbar style={ylabel={${latexText(value.title)}}}`,
      `colormap={figure}{${stops.map((stop) => `rgb255=(${channels(stop).join(',')})`).join(' ')}}`,
      ...ticks('x', columns, x.column, labels?.x),
      ...ticks('y', lines, y.column, labels?.y),
      ...(labels?.x === undefined ? [] : ['x tick label style={rotate=90, anchor=east}']),
      `xlabel={${latexText(x.title)}}`,
      `ylabel={${latexText(y.title)}}`,
      'unbounded coords=jump',
    ],
    body: [
      `\\addplot[matrix plot*, mesh/cols=${columns.length}, point meta=explicit] coordinates {`,
      ...lines.flatMap((line, down) =>
        columns.map((column, across) => {
          const cell = at.get(`${column} ${line}`)?.[value.column]
          return `  (${across},${down}) [${number(cell)}]`
        }),
      ),
      '};',
    ],
  }
}

function number(value: Cell | undefined): string {
  return typeof value === 'number' ? String(value) : 'nan'
}

function mm(pixels: number): string {
  return `${(pixels * millimetresPerPixel).toFixed(2)}mm`
}

function rgb(colour: string): string {
  const [red, green, blue] = channels(colour)
  return `red,${red};green,${green};blue,${blue}`
}
