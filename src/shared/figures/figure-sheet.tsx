import type { JSX, ReactNode } from 'react'
import { fontFamily } from './theme'

/** The SVG that every figure is drawn on, in CSS pixels, with what is read aloud of it. */
export function FigureSheet({
  spec: { width, height },
  title,
  description,
  children,
}: {
  spec: { readonly width: number; readonly height: number }
  title: string
  description: string
  children: ReactNode
}): JSX.Element {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fontFamily={fontFamily}
      role="img"
    >
      <title>{title}</title>
      <desc>{description}</desc>
      {children}
    </svg>
  )
}
