import type { JSX, ReactNode } from 'react'
import { useInset } from './inset'
import { fineCoordinate } from './numbers'
import { fontFamilies, type Print, plainPrint } from './print'

/** The SVG that every figure is drawn on: at its printed size, in CSS pixels as drawn, with what is read aloud of it. */
export function FigureSheet({
  spec: { width, height, print = plainPrint },
  title,
  description,
  children,
}: {
  spec: { readonly width: number; readonly height: number; readonly print?: Print | undefined }
  title: string
  description: string
  children: ReactNode
}): JSX.Element {
  // A panel is drawn on its page's sheet, which tells of it.
  if (useInset()) return <g>{children}</g>
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={fineCoordinate(width * print.scale)}
      height={fineCoordinate(height * print.scale)}
      viewBox={`0 0 ${width} ${height}`}
      fontFamily={fontFamilies[print.font]}
      role="img"
    >
      <title>{title}</title>
      <desc>{description}</desc>
      {children}
    </svg>
  )
}
