import { Toggle as Radix } from 'radix-ui'
import { Tooltip } from './tooltip'
import './segmented.css'

export interface ToggleProps {
  label: string
  hint: string
  keys?: string
  pressed: boolean
  onChange: (pressed: boolean) => void
}

export function Toggle({ label, hint, keys, pressed, onChange }: ToggleProps) {
  return (
    <Tooltip text={hint} keys={keys}>
      <Radix.Root className="toggle" pressed={pressed} onPressedChange={onChange}>
        <span className="toggle-dot" />
        {label}
      </Radix.Root>
    </Tooltip>
  )
}
