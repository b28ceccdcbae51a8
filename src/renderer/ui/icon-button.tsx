import type { ComponentProps } from 'react'
import { classes } from './classes'
import { Tooltip } from './tooltip'
import './button.css'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** What it does, a verb: spoken, and shown on hover. */
  label: string
  keys?: string
  boxed?: boolean
}

export function IconButton({ label, keys, boxed, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type={type}
        aria-label={label}
        className={classes('icon-button', boxed && 'icon-button-boxed', className)}
        {...rest}
      />
    </Tooltip>
  )
}
