import { chartOf } from './chart'
import { type FigureFormat, figureFormat, formatFacts } from './figure-formats'
import type { FigureSpec } from './figure-spec'

/** Figures of paths in 3D, seen by a camera. */
export type SpaceSpec = Extract<FigureSpec, { kind: 'trajectory' | 'contexts' | 'models' }>

export function isInSpace(spec: FigureSpec): spec is SpaceSpec {
  return spec.kind === 'trajectory' || spec.kind === 'contexts' || spec.kind === 'models'
}

/** What a figure can be saved as: also as a chart for other programs where it is one, and as a scene and a film where it is in 3D. */
export function formatsOf(spec: FigureSpec): FigureFormat[] {
  const [isChart, isSpace] = [chartOf(spec) !== null, isInSpace(spec)]
  const fits = { lines: true, dots: true, numbers: true, chart: isChart, space: isSpace, film: isSpace }
  return figureFormat.options.filter((format) => fits[formatFacts[format].of])
}
