import type { Trajectory } from '../../shared/trajectory'
import { useSelection } from './selection'
import { useSession } from './session'
import { isCurrent } from './trace'

/**
 * The trajectory on the screen. It always belongs to the open model and the present sentence; while another token or view of these
 * is on its way it is `stale`, and is shown as such.
 */
export function useShown(): { trajectory: Trajectory; stale: boolean } | null {
  const traced = useSession((session) => session.traced)
  // Whether it is current depends on these; the selection's other parts change at every frame while playing.
  useSelection((selection) => selection.position)
  useSelection((selection) => selection.view)
  useSelection((selection) => selection.watch)
  if (!traced) return null
  return { trajectory: traced.trajectory, stale: !isCurrent(traced.key) }
}

/** A model without an unembedding has no logit lens. */
export function hasLens(trajectory: Trajectory): boolean {
  return trajectory.steps.some((step) => step.lens !== null)
}
