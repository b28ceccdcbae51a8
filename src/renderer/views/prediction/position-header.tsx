import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { selectToken } from '../../state/trace'
import { IconButton } from '../../ui/icon-button'

interface PositionHeaderProps {
  children: ReactNode
  position: number
  /** Of the positions that it goes through. */
  first: number
  last: number
}

/** What is at one position, with the way to its neighbours. */
export function PositionHeader({ children, position, first, last }: PositionHeaderProps) {
  return (
    <header>
      <h2>{children}</h2>
      <span className="quiet">position {position}</span>
      <IconButton label="Position before" disabled={position === first} onClick={() => selectToken(position - 1)}>
        <ChevronLeft size={15} />
      </IconButton>
      <IconButton label="Position after" disabled={position === last} onClick={() => selectToken(position + 1)}>
        <ChevronRight size={15} />
      </IconButton>
    </header>
  )
}
