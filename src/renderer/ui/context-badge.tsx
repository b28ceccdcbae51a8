import { inkOn } from '../../shared/figures/scales'
import { figureColours } from '../../shared/figures/theme'
import { letterOf } from '../state/contexts'
import { useTheme } from '../state/preferences'
import './context-badge.css'

export function useContextColour(index: number): string {
  return figureColours[useTheme()].contexts[index]!
}

/** A context's letter in its colour. */
export function ContextBadge({ index }: { index: number }) {
  const colour = useContextColour(index)
  return (
    <span className="context-badge" style={{ background: colour, color: inkOn(colour) }}>
      {letterOf(index)}
    </span>
  )
}
