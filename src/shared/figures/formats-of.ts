import { chartOf } from './chart'
import { type FigureFormat, figureFormat, formatFacts } from './figure-formats'
import type { FigureSpec } from './figure-spec'

/** What a figure can be saved as: also as a chart for other programs where it is one. */
export function formatsOf(spec: FigureSpec): FigureFormat[] {
  const isChart = chartOf(spec) !== null
  return figureFormat.options.filter((format) => formatFacts[format].of !== 'chart' || isChart)
}
