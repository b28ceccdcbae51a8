import type { JSX } from 'react'
import type { FigureColours } from '../theme'
import type { Heading } from './heading'

/** Which step a growing path takes, and what would be said where it has come to. */
export function HeadingLayer({
  heading,
  colours,
}: {
  heading: Heading | null
  colours: FigureColours
}): JSX.Element | null {
  if (!heading) return null
  const { text, note, x, y, size } = heading
  return (
    <text id="heading" x={x} y={y} fontSize={size} fontWeight={600} fill={colours.ink}>
      {text}
      {note !== '' && (
        <tspan fontWeight={400} fill={colours.ink2}>
          {`\u00a0\u00a0${note}`}
        </tspan>
      )}
    </text>
  )
}
