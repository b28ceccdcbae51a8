import { resolve } from 'node:path'
import { type FigureFormat, figureFormat, formatFacts } from '../../../shared/figures/figure-formats'
import type { OutputFile } from './output-path'
import { WrongUse } from './wrong-use'

/** What a figure's file may end in, as help lists it. */
export const figureEndings = figureFormat.options.map((format) => `.${formatFacts[format].ending}`)

/** A file of a figure or its numbers, its format by its ending in any case: the longest that fits, since `.vl.json` is no `.json`. */
export function figureFile(given: string, cwd: string): OutputFile<FigureFormat> {
  const [format] = figureFormat.options
    .filter((one) => given.toLowerCase().endsWith(`.${formatFacts[one].ending}`))
    .toSorted((a, b) => formatFacts[b].ending.length - formatFacts[a].ending.length)
  if (format !== undefined) return { path: resolve(cwd, given), format }
  throw new WrongUse(`${given}: the ending says what is written; it can be ${figureEndings.join(', ')}.`)
}
