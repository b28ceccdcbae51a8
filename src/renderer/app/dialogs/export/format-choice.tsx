import { ToggleGroup } from 'radix-ui'
import { type FigureFormat, formatFacts } from '../../../../shared/figures/figure-formats'
import { Tooltip } from '../../../ui/tooltip'

const groups = [
  { of: 'lines', title: 'Lines' },
  { of: 'dots', title: 'Dots' },
  { of: 'space', title: '3D' },
  { of: 'film', title: 'Film' },
  { of: 'chart', title: 'Chart' },
  { of: 'numbers', title: 'Numbers' },
] as const

/** One of many formats, in groups of what they hold. */
export function FormatChoice({
  formats,
  value,
  onChange,
}: {
  formats: readonly FigureFormat[]
  value: FigureFormat
  onChange: (format: FigureFormat) => void
}) {
  return (
    <ToggleGroup.Root
      type="single"
      className="export-formats"
      aria-label="Format"
      value={value}
      onValueChange={(next) => next !== '' && onChange(next as FigureFormat)}
    >
      {groups.map(({ of, title }) => {
        const shown = formats.filter((format) => formatFacts[format].of === of)
        return (
          shown.length > 0 && (
            <div key={of} className="export-format-group">
              <span className="export-format-title">{title}</span>
              {shown.map((format) => (
                <Tooltip key={format} text={formatFacts[format].holds}>
                  <ToggleGroup.Item value={format} className="export-format">
                    {formatFacts[format].name}
                  </ToggleGroup.Item>
                </Tooltip>
              ))}
            </div>
          )
        )
      })}
    </ToggleGroup.Root>
  )
}
