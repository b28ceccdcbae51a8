import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import './button.css'

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'plain' | 'primary' | 'quiet' | 'danger'
  icon?: ReactNode
}

export function Button({ variant = 'plain', icon, className, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={classes('button', `button-${variant}`, className)} {...rest}>
      {icon}
      {children}
    </button>
  )
}
