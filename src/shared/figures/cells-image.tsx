import type { JSX } from 'react'
import { matrixImage } from './matrix-image'
import { coordinate } from './numbers'

/** A matrix of shares between 0 and 1 as one image, whose dots are not smoothed; NaN for what the mask hides. */
export function CellsImage(of: {
  values: ArrayLike<number>
  columns: number
  colour: (share: number) => string
  /** Of what the mask hides. */
  missing: string
  x: number
  y: number
  width: number
  height: number
}): JSX.Element {
  return (
    <image
      href={matrixImage(of.values, of.columns, of.colour, of.missing)}
      x={coordinate(of.x)}
      y={coordinate(of.y)}
      width={coordinate(of.width)}
      height={coordinate(of.height)}
      preserveAspectRatio="none"
      style={{ imageRendering: 'pixelated' }}
    />
  )
}
