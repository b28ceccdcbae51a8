import type { Sliced } from '../../slices'
import type { Trajectory } from '../../trajectory'
import { frameTrajectory } from '../frame'
import { boxCorners, reshaped } from '../trajectory-cameras'
import { layoutFigure, type TrajectoryFigureProps } from '../trajectory-figure'
import type { LayoutArrow } from '../trajectory-layout'
import type { TrajectorySpec } from '../trajectory-spec'
import { filmedSheet, frameSpec, labelsOfFilm } from './figure-film'
import type { FilmSettings } from './film'
import { turntable } from './turntable'

/**
 * A token's journey: what each frame of a film draws, by its number, once its labels have found their places. `arrows` are the parts of the step to `station`, and are
 * shown once the path has come there.
 */
export function* trajectoryFilm(
  spec: TrajectorySpec,
  trajectory: Trajectory,
  { station, arrows }: { readonly station: number; readonly arrows: readonly LayoutArrow[] },
  settings: FilmSettings,
): Sliced<(frame: number) => TrajectoryFigureProps> {
  const framed = frameTrajectory(trajectory)
  const steps = trajectory.path.length - 1
  const sheet = filmedSheet(spec, settings)
  const shaped = reshaped(spec.camera, spec.width / spec.height, sheet)
  const from = settings.kind === 'layers' ? shaped : turntable(shaped, [...framed.path, ...boxCorners(framed)], sheet)
  const at = (frame: number) => {
    const moment = frameSpec(spec, settings, from, steps, frame)
    const shown = (moment.moment?.reach ?? steps) >= station ? arrows : []
    return { spec: moment, trajectory, arrows: shown }
  }
  const layoutOf = ({ spec: moment, arrows: shown }: TrajectoryFigureProps) =>
    layoutFigure(moment, trajectory, framed, shown ?? [], [])
  const labels = yield* labelsOfFilm(
    settings,
    steps,
    () => layoutFigure({ ...sheet, camera: from, moment: { reach: steps, from } }, trajectory, framed, arrows).labels,
    (frame) => layoutOf(at(frame)).asking,
  )
  return (frame) => ({ ...at(frame), labels: labels(frame) })
}
