import type { TrajectoryStep } from '../../shared/trajectory'
import './kind-mark.css'

/** Attention, cross-attention, MLP or embedding by colour and by shape, the same shapes as in the figure. */
export function KindMark({ kind }: { kind: TrajectoryStep['kind'] }) {
  return <span className={`kind-mark kind-${kind}`} aria-hidden="true" />
}
