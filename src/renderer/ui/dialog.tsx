import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { IconButton } from './icon-button'
import { useReturnFocus } from './return-focus'
import './overlays.css'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** What it is for, one sentence under the title. */
  intro?: ReactNode
  wide?: boolean
  foot?: ReactNode
  /** Where the focus goes when it closes; null, or left out, for where it came from. */
  focusAfter?: () => HTMLElement | null
  children: ReactNode
}

/**
 * The scrim is our own element: Radix' Overlay locks the page's scrolling by writing a <style>, which a strict content security
 * policy refuses, and this page does not scroll.
 */
export function Dialog({ open, onClose, ...rest }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="scrim" />
        <Panel onClose={onClose} {...rest} />
      </Radix.Portal>
    </Radix.Root>
  )
}

function Panel({ onClose, title, intro, wide, foot, focusAfter, children }: Omit<DialogProps, 'open'>) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Content
      className={classes('dialog', wide && 'dialog-wide')}
      // Otherwise the first button, Close, takes the focus and shows its tooltip.
      onOpenAutoFocus={(event) => {
        event.preventDefault()
        const dialog = event.currentTarget as HTMLElement
        if (!dialog.contains(document.activeElement)) dialog.focus()
      }}
      onCloseAutoFocus={(event) => {
        returnFocus(event)
        focusAfter?.()?.focus()
      }}
      {...(intro === undefined ? { 'aria-describedby': undefined } : {})}
    >
      <div className="dialog-head">
        <Radix.Title asChild>
          <h2>{title}</h2>
        </Radix.Title>
        <IconButton label="Close" onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      <div className="dialog-body">
        {intro !== undefined && <Radix.Description className="dialog-intro">{intro}</Radix.Description>}
        {children}
      </div>
      {foot !== undefined && <div className="dialog-foot">{foot}</div>}
    </Radix.Content>
  )
}
