import { Progress } from 'radix-ui'
import './progress-bar.css'

/** How far something is; a share between 0 and 1, or null where that cannot be counted. */
export function ProgressBar({ label, share }: { label: string; share: number | null }) {
  const value = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <Progress.Root className="progress" value={value} aria-label={label}>
      <Progress.Indicator className="progress-done" style={value === null ? {} : { width: `${value}%` }} />
    </Progress.Root>
  )
}
