import { type ComponentProps, useId } from 'react'
import { classes } from './classes'
import './field.css'

export interface FieldProps extends ComponentProps<'input'> {
  label: string
  /** Said after the value: a unit. */
  unit?: string
  /** For paths and the like. */
  mono?: boolean
}

/** A labelled line to type into. */
export function Field({ label, unit, mono, className, id: given, ...rest }: FieldProps) {
  const own = useId()
  const id = given ?? own
  return (
    <div className={classes('field', className)}>
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        <input id={id} className={classes(mono && 'mono')} autoComplete="off" spellCheck={false} {...rest} />
        {unit !== undefined && <span>{unit}</span>}
      </div>
    </div>
  )
}
