import type { JSX } from 'react'
import { useInset } from './inset'
import { coordinate } from './numbers'
import { textWidth } from './text-width'
import { type } from './theme'

/** Its width in CSS pixels. */
export const colourBarWidth = 120
const steps = 40
const lineHeight = 13

/** What stands under a bar. */
export interface BarWords {
  /** The share that the bar starts with: 0, or −1 for signed values, whose zero is its middle. */
  readonly from: 0 | -1
  readonly ends: readonly [start: string, end: string]
  /** What the colours count, with its unit; empty where it is said beside the bar. */
  readonly name: string
}

/** The name stands between the ends of the scale, or in a line of its own where zero or long ends take that place. */
function layoutBar({ from, ends, name }: BarWords): { middle: string; under: string } {
  if (from === -1) return { middle: '0', under: name }
  const room = colourBarWidth / 2 - textWidth(name, type.label) / 2 - 5
  const fits = ends.every((end) => textWidth(end, type.label) <= room)
  return fits ? { middle: name, under: '' } : { middle: '', under: name }
}

/** Of the bar with its words. */
export function colourBarHeight(words: BarWords): number {
  return layoutBar(words).under === '' ? 24 : 24 + lineHeight
}

/** What colours mean: a scale as a bar from `from` to 1, with its ends, its zero and what it counts. */
export function ColourBar({
  x,
  y,
  colour,
  ink,
  ...words
}: BarWords & {
  x: number
  y: number
  colour: (share: number) => string
  ink: string
}): JSX.Element | null {
  const isExplained = useInset()?.explained ?? false
  if (isExplained) return null
  const { from, ends } = words
  const { middle, under } = layoutBar(words)
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
      {[ends[0], middle, ends[1]].map(
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
      {under !== '' && (
        <text x={coordinate(x + colourBarWidth / 2)} y={coordinate(y + 21 + lineHeight)} textAnchor="middle">
          {under}
        </text>
      )}
    </g>
  )
}
