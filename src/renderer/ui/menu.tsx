import { DropdownMenu as Radix } from 'radix-ui'
import { type ReactElement, type ReactNode, useRef } from 'react'
import './overlays.css'

export interface MenuItem {
  readonly label: string
  /** Said beside it, in small. */
  readonly note?: string
  readonly icon?: ReactNode
  readonly disabled?: boolean
  /** Whether what it does takes the focus, which otherwise goes back to the trigger. */
  readonly takesFocus?: boolean
  readonly onSelect: () => void
}

/** Not modal, so that Radix does not write a <style> to lock the scrolling of a page that does not scroll. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }) {
  const isTaken = useRef(false)
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="menu"
          align="end"
          sideOffset={6}
          collisionPadding={10}
          onCloseAutoFocus={(event) => {
            if (isTaken.current) event.preventDefault()
            isTaken.current = false
          }}
        >
          {items.map((item) => (
            <Radix.Item
              key={item.label}
              className="menu-item"
              disabled={item.disabled ?? false}
              onSelect={() => {
                isTaken.current = item.takesFocus ?? false
                item.onSelect()
              }}
            >
              {item.icon}
              {item.label}
              {item.note !== undefined && <small>{item.note}</small>}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
