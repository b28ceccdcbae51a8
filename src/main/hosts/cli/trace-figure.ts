import type { Prompt } from '../../../shared/contract'
import type { Direction } from '../../../shared/direction'
import { homeCamera } from '../../../shared/figures/trajectory-cameras'
import type { FigureTheme, TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../../shared/trajectory'

export interface FigureWishes {
  readonly theme: FigureTheme
  /** In CSS pixels, 96 to the inch. */
  readonly width: number
  readonly height: number
  /** The most words that are labelled. */
  readonly words: number
  readonly others: boolean
}

/** The picture that the window shows of a trajectory when it is first looked at. */
export function trajectoryFigure(
  trajectory: Trajectory,
  prompt: Prompt,
  wishes: FigureWishes,
  axes: readonly Direction[],
): TrajectorySpec {
  const { theme, width, height, words, others } = wishes
  return {
    kind: 'trajectory',
    version: 1,
    model: { name: trajectory.model.name, fingerprint: trajectory.model.fingerprint },
    prompt,
    position: trajectory.position,
    view: trajectory.view,
    camera: homeCamera(trajectory, { width, height }),
    theme,
    width,
    height,
    show: { words, otherTokens: others },
    pinned: [],
    station: null,
    parts: null,
    ...(axes.length > 0 ? { axes: [...axes] } : {}),
  }
}
