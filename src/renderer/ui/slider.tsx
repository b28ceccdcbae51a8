import { Slider as Radix } from 'radix-ui'
import { classes } from './classes'
import './slider.css'

export interface SliderProps {
  label: string
  value: number
  min: number
  max: number
  step?: number
  /** What the value means, for those who hear it. */
  spoken?: string
  className?: string
  onChange: (value: number) => void
}

export function Slider({ label, value, min, max, step = 1, spoken, className, onChange }: SliderProps) {
  return (
    <Radix.Root
      className={classes('slider', className)}
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(next)}
    >
      <Radix.Track className="slider-track">
        <Radix.Range className="slider-range" />
      </Radix.Track>
      <Radix.Thumb className="slider-thumb" aria-label={label} aria-valuetext={spoken ?? String(value)} />
    </Radix.Root>
  )
}
