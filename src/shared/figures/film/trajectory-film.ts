import type { Sliced } from '../../slices'
import type { Trajectory } from '../../trajectory'
import { frameTrajectory } from '../frame'
import { boxCorners } from '../trajectory-cameras'
import { layoutFigure, type TrajectoryFigureProps } from '../trajectory-figure'
import type { LayoutArrow } from '../trajectory-layout'
import type { TrajectorySpec } from '../trajectory-spec'
import { figureFilm } from './figure-film'
import type { FilmSettings } from './film'

/**
 * A token's journey: what each frame of a film draws, by its number, once its labels have found their places. `arrows` are the parts of
 * the step to `station`, and are shown once the path has come there.
 */
export function* trajectoryFilm(
  spec: TrajectorySpec,
  trajectory: Trajectory,
  { station, arrows }: { readonly station: number; readonly arrows: readonly LayoutArrow[] },
  settings: FilmSettings,
): Sliced<(frame: number) => TrajectoryFigureProps> {
  const framed = frameTrajectory(trajectory)
  const steps = trajectory.path.length - 1
  const shownAt = ({ moment }: TrajectorySpec) => ((moment?.reach ?? steps) >= station ? arrows : [])
  const film = yield* figureFilm(spec, settings, {
    steps,
    points: [...framed.path, ...boxCorners(framed)],
    picture: (sheet) => sheet,
    asking: (at) => layoutFigure(at, trajectory, framed, shownAt(at), []).asking,
  })
  return (frame) => {
    const one = film(frame)
    return { ...one, trajectory, arrows: shownAt(one.spec) }
  }
}
