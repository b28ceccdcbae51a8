import { useState } from 'react'

/**
 * For the content of a dialog, as its `onCloseAutoFocus`: gives the focus back to what had it before, unless closing has led
 * elsewhere. Radix gives it to a trigger, and these dialogs are opened by keys and commands as well. What had it is asked
 * while rendering, since a field of the dialog takes it as soon as it is there.
 */
export function useReturnFocus(): (event: Event) => void {
  const [before] = useState(() => document.activeElement)
  return (event) => {
    event.preventDefault()
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
  }
}
