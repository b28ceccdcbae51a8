import type { JSX } from 'react'
import { useInset } from './inset'
import { coordinate } from './numbers'
import { type } from './theme'

/** Its width in CSS pixels. */
export const colourBarWidth = 120
const steps = 40

/** What colours mean: a scale as a bar from `from` to 1, and what stands under its start, its middle and its end. */
export function ColourBar({
  x,
  y,
  colour,
  from,
  ink,
  labels,
}: {
  x: number
  y: number
  colour: (share: number) => string
  /** The share that the bar starts with: 0, or −1 for signed values. */
  from: 0 | -1
  ink: string
  labels: readonly [start: string, middle: string, end: string]
}): JSX.Element | null {
  const isExplained = useInset()?.explained ?? false
  if (isExplained) return null
  const anchors = ['start', 'middle', 'end'] as const
  return (
    <g id="scale" fontSize={type.label} fill={ink}>
      {Array.from({ length: steps }, (_, index) => (
        <rect
          key={index}
          x={coordinate(x + (index * colourBarWidth) / steps)}
          y={coordinate(y)}
          width={coordinate(colourBarWidth / steps + 0.4)}
          height={8}
          fill={colour(from + ((1 - from) * (index + 0.5)) / steps)}
        />
      ))}
      {labels.map(
        (label, index) =>
          label !== '' && (
            <text
              key={anchors[index]}
              x={coordinate(x + (index * colourBarWidth) / 2)}
              y={coordinate(y + 21)}
              textAnchor={anchors[index]}
            >
              {label}
            </text>
          ),
      )}
    </g>
  )
}
