import { useMemo } from 'react'
import { partName } from '../../shared/figures/decomposition-names'
import { chainOf, type MoveArrow } from '../../shared/figures/move-chain'
import type { TrajectorySpec } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'
import { useMoveChoices, useMoves } from './decomposition'
import { useSelection } from './selection'

const none: readonly MoveArrow[] = []

/** How the chosen step is taken apart, as a spec says it, and its arrows. */
export interface MoveChain {
  readonly parts: NonNullable<TrajectorySpec['parts']>
  readonly arrows: readonly MoveArrow[]
}

/** The chosen attention step as arrows in the basis of this path; null while there are none, asked for or not. */
export function useMoveChain(
  trajectory: Trajectory | undefined,
  isAsked: boolean,
  pointed: string | null,
): MoveChain | null {
  const apart = useMoveChoices((choices) => choices.apart)
  const station = useSelection((selection) => selection.station)
  const kind = trajectory?.steps[station ?? -1]?.kind
  const isAttention = kind === 'attention' || kind === 'cross'
  const { answer, stale } = useMoves(isAsked && isAttention)
  return useMemo(() => {
    if (!isAsked || !answer || stale) return null
    const { attention, basis, layer } = answer
    if (attention.station !== station || basis.hash !== trajectory?.basis.hash) return null
    const arrows = chainOf(answer, apart, (part) => partName(part, answer), pointed)
    return { parts: { layer, apart }, arrows }
  }, [isAsked, answer, stale, station, trajectory, apart, pointed])
}

/** The arrows that the 3D view shows: where they are asked for, and the token is not on its way. */
export function useMoveArrows(trajectory: Trajectory): readonly MoveArrow[] {
  const { arrows, pointed } = useMoveChoices()
  const isPlaying = useSelection((selection) => selection.playhead !== null)
  return useMoveChain(trajectory, arrows && !isPlaying, pointed)?.arrows ?? none
}
