import type { OnProgress } from '../../shared/contract'
import { homeCamera, reshaped } from '../../shared/figures/trajectory-cameras'
import type { FigureTheme, TrajectorySpec } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'
import { clients } from './clients'
import { promptOf } from './prompt'
import { fileName, saveFile } from './save-file'
import { useSelection } from './selection'
import { useSession } from './session'

export interface FigureWishes {
  readonly theme: FigureTheme
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  readonly words: number
  readonly otherTokens: boolean
  readonly station: boolean
}

export type FigureFormat = 'svg' | 'pdf' | 'png'

/** The figure that the window shows, as a spec: same numbers, same camera, other paper. */
export function figureSpec(trajectory: Trajectory, wishes: FigureWishes): TrajectorySpec | null {
  const { model, text } = useSession.getState()
  if (!model) return null
  const { camera, aspect, pinned, station } = useSelection.getState()
  const { width, height } = wishes
  return {
    kind: 'trajectory',
    version: 1,
    model: { name: trajectory.model.name, fingerprint: trajectory.model.fingerprint },
    prompt: promptOf(model, text),
    position: trajectory.position,
    view: trajectory.view,
    camera: camera ? reshaped(camera, aspect, { width, height }) : homeCamera(trajectory, { width, height }),
    theme: wishes.theme,
    width,
    height,
    show: { words: wishes.words, otherTokens: wishes.otherTokens },
    pinned: [...pinned],
    station: wishes.station ? station : null,
  }
}

/** Draws the figure in the engine, and saves it. */
export async function exportFigure(
  spec: TrajectorySpec,
  format: FigureFormat,
  dpi: number,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<void> {
  const { model, wish, tokens } = useSession.getState()
  if (!model) return
  const input = { path: model.path, device: wish, spec, format, dpi }
  const file = await clients().runLong((options) => clients().engine.export.figure(input, options), {
    signal,
    onProgress,
  })
  if (signal.aborted) return
  saveFile(file, fileName([model.name, tokens?.[spec.position]?.text ?? '', spec.view], format))
}
