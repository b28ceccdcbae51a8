import type { OnProgress } from '../../shared/contract'
import { type FigureFormat, formatFacts } from '../../shared/figures/figure-formats'
import type { FigureSpec } from '../../shared/figures/figure-spec'
import type { FigureCaption } from '../../shared/figures/saved-figure'
import { clients } from './clients'
import { fileName, saveFile } from './save-file'
import { useSession } from './session'

/** What a paper would say under the figure. */
export async function captionFigure(
  spec: FigureSpec,
  other: string | undefined,
  signal: AbortSignal,
): Promise<FigureCaption> {
  const { model, wish } = useSession.getState()
  const input = { path: model?.path ?? '', device: wish, spec, ...(other === undefined ? {} : { other }) }
  return clients().runLong((options) => clients().engine.export.caption(input, options), {
    signal,
    onProgress: () => {},
  })
}

/** Has the engine draw the figure, or write its numbers, and saves the file. */
export async function exportFigure(
  spec: FigureSpec,
  format: FigureFormat,
  dpi: number,
  { nameParts, other }: { readonly nameParts: readonly string[]; readonly other?: string | undefined },
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<void> {
  const { model, wish } = useSession.getState()
  if (!model) return
  const input = { path: model.path, device: wish, spec, format, dpi, ...(other === undefined ? {} : { other }) }
  const file = await clients().runLong((options) => clients().engine.export.figure(input, options), {
    signal,
    onProgress,
  })
  if (signal.aborted) return
  saveFile(file, fileName([model.name, ...nameParts], formatFacts[format].ending))
}
