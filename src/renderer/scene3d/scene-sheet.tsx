import type { JSX, ReactNode } from 'react'
import { fontFamily } from '../../shared/figures/theme'

interface Props {
  /** Of the whole view, in CSS pixels. */
  readonly layout: { readonly width: number; readonly height: number }
  readonly children: ReactNode
}

/** What is drawn over the canvas. It takes no pointer, and a screen reader hears the canvas's own name instead. */
export function SceneSheet({ layout: { width, height }, children }: Props): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fontFamily={fontFamily}
      style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
    >
      {children}
    </svg>
  )
}
