import { ToggleGroup } from 'radix-ui'
import { Tooltip } from './tooltip'
import './segmented.css'

export interface SegmentedOption<T extends string> {
  readonly value: T
  readonly label: string
  /** What choosing it means, on hover. */
  readonly hint?: string
}

export interface SegmentedProps<T extends string> {
  label: string
  options: readonly SegmentedOption<T>[]
  value: T
  onChange: (value: T) => void
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      className="segmented"
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== '' && onChange(next as T)}
    >
      {options.map((option) => {
        const item = (
          <ToggleGroup.Item key={option.value} value={option.value} className="segmented-item">
            {/* The bold twin reserves the width, so that choosing moves nothing. */}
            <span data-label={option.label}>{option.label}</span>
          </ToggleGroup.Item>
        )
        return option.hint === undefined ? (
          item
        ) : (
          <Tooltip key={option.value} text={option.hint}>
            {item}
          </Tooltip>
        )
      })}
    </ToggleGroup.Root>
  )
}
