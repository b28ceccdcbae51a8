import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDirections } from '../../state/directions'
import { Button } from '../../ui/button'

/** What was asked, in the place of the form that it was asked by: the answer then stands directly under it. */
export function AskedLine({
  title,
  note,
  onChange,
  children,
}: {
  title: string
  note: string
  /** Fills the form with what was asked, before it opens. */
  onChange: () => void
  /** What can be set without the form. */
  children?: ReactNode
}) {
  const change = () => {
    onChange()
    useDirections.setState({ isWriting: true })
  }
  return (
    <div className="directions-asked">
      <p>
        <b>{title}</b>
        <small>{note}</small>
      </p>
      {children}
      <Button icon={<SlidersHorizontal size={14} />} onClick={change}>
        Change
      </Button>
    </div>
  )
}
