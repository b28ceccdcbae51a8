import type { OnProgress } from '../../shared/contract'
import { type FigureFormat, formatFacts } from '../../shared/figures/figure-formats'
import type { FigureSpec } from '../../shared/figures/figure-spec'
import type { FilmSettings } from '../../shared/figures/film/film'
import type { FigureCaption } from '../../shared/figures/saved-figure'
import { clients } from './clients'
import { fileName, saveFile } from './save-file'
import { useSession } from './session'

/** Where the models of a figure lie, where these are not the open one alone. */
export interface FigureModels {
  readonly path?: string | undefined
  /** The second model of a figure of two. */
  readonly other?: string | undefined
}

function inputOf(spec: FigureSpec, { path, other }: FigureModels) {
  const { model, wish } = useSession.getState()
  return { path: path ?? model?.path ?? '', device: wish, spec, ...(other === undefined ? {} : { other }) }
}

/** What a paper would say under the figure. */
export function captionFigure(spec: FigureSpec, models: FigureModels, signal: AbortSignal): Promise<FigureCaption> {
  return clients().runLong((options) => clients().engine.export.caption(inputOf(spec, models), options), {
    signal,
    onProgress: () => {},
  })
}

/** Has the engine draw the figure, or write its numbers. */
export function figureFile(
  spec: FigureSpec,
  format: FigureFormat,
  dpi: number,
  models: FigureModels,
  signal: AbortSignal,
  onProgress: OnProgress,
  film?: FilmSettings,
): Promise<Blob> {
  const input = { ...inputOf(spec, models), format, dpi, ...(film ? { film } : {}) }
  return clients().runLong((options) => clients().engine.export.figure(input, options), { signal, onProgress })
}

/** The same, saved as a file. */
export async function exportFigure(
  spec: FigureSpec,
  format: FigureFormat,
  dpi: number,
  { nameParts, ...models }: FigureModels & { readonly nameParts: readonly string[] },
  signal: AbortSignal,
  onProgress: OnProgress,
  film?: FilmSettings,
): Promise<void> {
  const file = await figureFile(spec, format, dpi, models, signal, onProgress, film)
  if (!signal.aborted) saveFile(file, fileName([spec.model.name, ...nameParts], formatFacts[format].ending))
}
