import { classes } from './classes'
import './probability-bar.css'

/** A probability as a length, beside its number. */
export function ProbabilityBar({ share, accent }: { share: number; accent?: boolean }) {
  return (
    <span className={classes('probability', accent && 'probability-accent')} aria-hidden="true">
      <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  )
}
