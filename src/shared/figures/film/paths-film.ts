import type { Sliced } from '../../slices'
import type { Viewport } from '../camera'
import { type ContextsLayoutOptions, frameContexts, layoutContexts } from '../contexts-layout'
import type { ShownContexts } from '../contexts-shown'
import { boxCorners } from '../trajectory-cameras'
import { type FilmFrame, figureFilm } from './figure-film'
import type { FilmSettings } from './film'

/** Several paths' journeys at once, as the figures of contexts and of two models show them; `picture` is the part of a sheet that they fill. */
export function pathsFilm<S extends Omit<ContextsLayoutOptions, 'reserved' | 'labels'>>(
  spec: S,
  shown: ShownContexts,
  picture: (sheet: S) => Viewport,
  settings: FilmSettings,
): Sliced<(frame: number) => FilmFrame<S>> {
  const framed = frameContexts(shown)
  return figureFilm(spec, settings, {
    steps: shown.contexts.stations.length - 1,
    points: boxCorners(framed),
    picture,
    asking: (at) => layoutContexts(shown, framed, { ...at, ...picture(at), labels: [] }).asking,
  })
}
