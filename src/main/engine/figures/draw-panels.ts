import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Fault } from '../../../shared/fault'
import { type Chart, chartOf } from '../../../shared/figures/chart'
import type { FigureSpec, PanelsSpec, PlainFigureSpec } from '../../../shared/figures/figure-spec'
import { layoutPanels, PanelsFigure, panelLetter } from '../../../shared/figures/panels-figure'
import { arraysOf, type Cell, chartedRows, largestOf, type NumberArray } from '../../export'
import type { Draw, DrawnFigure } from './figure'

/**
 * Each panel as it would be drawn alone, at the size that the page gives it. Panels whose colours count the same share the scale: the
 * largest of all is its end, and the first shows it; of legends too. The table is long: a row for each number of each panel.
 */
export function drawPanels(drawPlain: Draw<FigureSpec>): Draw<PanelsSpec> {
  return async (tools, { spec, ...request }, options) => {
    const { model, theme, print } = spec
    const places = layoutPanels(spec)
    const drawn: DrawnFigure[] = []
    const specs = spec.panels.map((panel, index): PlainFigureSpec => {
      const { width, height } = places[index]!
      return { ...panel, theme, width, height, print }
    })
    for (const [index, panel] of specs.entries()) {
      if (panel.model.fingerprint !== model.fingerprint) {
        throw Fault.input(`Panel (${panelLetter(index)}) is of another model (${panel.model.name})`, {
          place: `panels.${index}.model`,
          remedy: 'Put figures of one model on a page; others go on a page of their own.',
        })
      }
      options.onProgress?.({ stage: 'drawing', done: index, total: specs.length })
      drawn.push(await drawPlain(tools, { ...request, spec: panel, prompt: panel.prompt }, options))
    }
    const keys = specs.map(scaleKey)
    const ends = new Map<string, number>()
    for (const [index, { table }] of drawn.entries()) {
      const chart = chartOf(specs[index]!)
      if (chart?.mark !== 'matrix' || chart.scale === 'share') continue
      const { where, coloured } = chart
      const scaled = where && coloured ? { ...chart, where: { ...where, is: coloured } } : chart
      const end = largestOf(chartedRows(scaled, table), chart.value.column)
      ends.set(keys[index]!, Math.max(end, ends.get(keys[index]!) ?? 0))
    }
    const isShared = (index: number) => keys.filter((key) => key === keys[index]).length > 1
    const panels = drawn.map(({ element }, index) => ({
      element,
      title: titleOf(element),
      inset: {
        explained: keys.indexOf(keys[index]!) < index,
        largest: isShared(index) ? (ends.get(keys[index]!) ?? null) : null,
      },
    }))
    return {
      element: createElement(PanelsFigure, { spec, panels }),
      get table(): Cell[][] {
        return [['panel', 'row', 'column', 'value'], ...drawn.flatMap(({ table }, index) => long(table, index))]
      },
      get arrays(): ReadonlyMap<string, NumberArray> {
        return new Map(drawn.flatMap((one, index) => namedArrays(one, panelLetter(index))))
      },
      json: drawn.map(({ json }, index) => ({ panel: panelLetter(index), kind: specs[index]!.kind, ...{ json } })),
      tokens: drawn[0]!.tokens,
      name: 'panels',
    }
  }
}

/** What is told in one scale or legend: the same kind counting the same. Whatever runs from 0 to 1 by one name is one. */
function scaleKey(spec: PlainFigureSpec): string {
  const chart: Chart | null = chartOf(spec)
  if (chart?.mark !== 'matrix') return spec.kind
  return chart.scale === 'share' ? `share ${chart.value.title}` : `${spec.kind} ${chart.value.column} ${chart.scale}`
}

function titleOf(element: DrawnFigure['element']): string {
  const [, title = ''] = /<title>([^<]*)<\/title>/.exec(renderToStaticMarkup(element)) ?? []
  return title
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', '\u2019')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function long([header, ...rows]: DrawnFigure['table'], panel: number): Cell[][] {
  return rows.flatMap((row, at) =>
    row.flatMap((value, column): Cell[][] =>
      value === null || value === '' ? [] : [[panelLetter(panel), at, header![column]!, value]],
    ),
  )
}

function namedArrays({ arrays, table }: DrawnFigure, letter: string): (readonly [string, NumberArray])[] {
  return [...(arrays ?? arraysOf(table).numbers)].map(([name, array]) => [`${letter}.${name}`, array] as const)
}
