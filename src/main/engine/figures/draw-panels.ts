import { createElement } from 'react'
import { Fault } from '../../../shared/fault'
import { type Chart, chartOf } from '../../../shared/figures/chart'
import type { FigureSpec, PanelsSpec, PlainFigureSpec } from '../../../shared/figures/figure-spec'
import { panelLetter } from '../../../shared/figures/panel-letters'
import { PanelsFigure } from '../../../shared/figures/panels-figure'
import { layoutPanels } from '../../../shared/figures/panels-layout'
import { arraysOf, type Cell, chartedRows, largestOf, type NumberArray, toldBy } from '../../export'
import type { Draw, DrawnFigure, DrawRequest } from './figure'

/**
 * Each panel as it would be drawn alone, at the size that the page gives it. Panels whose colours count the same share the scale where
 * the page says so: the largest of all is its end. What several explain alike, the first explains, where the page says so. The table
 * is long: a row for each number of each panel.
 */
export function drawPanels(drawPlain: Draw<FigureSpec>): Draw<PanelsSpec> {
  return async (tools, { spec, ...request }, options) => {
    const { theme, print, oneScale, oneLegend } = spec
    const places = layoutPanels(spec)
    const drawn: DrawnFigure[] = []
    const specs = spec.panels.map((panel, index): PlainFigureSpec => {
      const { width, height } = places[index]!
      return { ...panel, theme, width, height, print }
    })
    for (const [index, panel] of specs.entries()) {
      const models = modelsFor(panel, request)
      if (!models) {
        throw Fault.input(`Panel (${panelLetter(index)}) is of another model (${panel.model.name})`, {
          place: `panels.${index}.model`,
          remedy:
            'Name that model as the second one, or put the figure on another page: one holds figures of two models at most.',
        })
      }
      options.onProgress?.({ stage: 'drawing', done: index, total: specs.length })
      drawn.push(await drawPlain(tools, { ...request, ...models, spec: panel, prompt: panel.prompt }, options))
    }
    const keys = specs.map((panel, index) => scaleKey(panel) ?? `own ${index}`)
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
    // A scale that only looks alike explains nothing of another panel's.
    const isAlike = (index: number) => oneScale || !ends.has(keys[index]!)
    const panels = drawn.map(({ element }, index) => ({
      element,
      ...toldBy(element),
      inset: {
        explained: oneLegend && isAlike(index) && keys.indexOf(keys[index]!) < index,
        largest: oneScale && isShared(index) ? (ends.get(keys[index]!) ?? null) : null,
      },
    }))
    const device = drawn.find((one) => one.device)?.device
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
      ...(device && { device }),
    }
  }
}

/**
 * What is told in one scale or legend: the same kind counting the same. Whatever runs from 0 to 1 by one name is one. Null for a
 * figure whose scale ends with its own largest value, of which the page knows nothing.
 */
function scaleKey(spec: PlainFigureSpec): string | null {
  switch (spec.kind) {
    case 'attention-image':
    case 'weight-errors':
      return null
    case 'attention-heads':
      // Too many numbers for a chart, in the colours of one head's.
      return 'share attention weight'
    case 'vocabulary':
      return JSON.stringify([spec.kind, spec.model.fingerprint, spec.colouring, spec.question])
    case 'trajectory':
      return JSON.stringify([spec.kind, spec.show.words > 0, spec.show.otherTokens, spec.parts !== null])
    default:
      return chartKey(spec)
  }
}

function chartKey(spec: PlainFigureSpec): string {
  const chart: Chart | null = chartOf(spec)
  if (chart?.mark !== 'matrix') return spec.kind
  return chart.scale === 'share' ? `share ${chart.value.title}` : `${spec.kind} ${chart.value.column} ${chart.scale}`
}

/** The model of a panel and the second one, whichever of the page's two these are; null where it is of neither. */
function modelsFor(
  { model }: PlainFigureSpec,
  { model: first, other }: Pick<DrawRequest<PanelsSpec>, 'model' | 'other'>,
) {
  if (model.fingerprint === first.info.fingerprint) return { model: first, other }
  return model.fingerprint === other?.info.fingerprint ? { model: other, other: first } : null
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
