import { useEffect, useRef } from 'react'
import { sequential } from '../../../shared/figures/scales'
import { figureColours } from '../../../shared/figures/theme'
import { useTheme } from '../../state/preferences'

/** Of the drawing in CSS pixels. */
const size = 140

/** A pattern as a picture: queries downwards, keys to the right; the token's row in a frame. */
export function PatternCanvas({
  weights,
  queries,
  keys,
  row,
  label,
}: {
  weights: Float32Array
  queries: number
  keys: number
  row: number | null
  label: string
}) {
  const theme = useTheme()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const ratio = window.devicePixelRatio
    element.width = Math.round(size * ratio)
    element.height = Math.round(size * ratio)
    context.scale(ratio, ratio)
    const colour = sequential(theme)
    const [wide, high] = [size / keys, size / queries]
    const gap = wide > 9 ? 1 : 0
    for (let query = 0; query < queries; query++) {
      for (let key = 0; key < keys; key++) {
        context.fillStyle = colour(weights[query * keys + key]!)
        // Cells that touch overlap by a little, so that no seam shows between them.
        context.fillRect(key * wide, query * high, wide - gap + (gap ? 0 : 0.5), high - gap + (gap ? 0 : 0.5))
      }
    }
    if (row === null) return
    context.strokeStyle = figureColours[theme].accent
    context.lineWidth = 1.5
    context.strokeRect(0.75, row * high - 0.25, size - 1.5, Math.max(2, high - 0.5))
  }, [weights, queries, keys, row, theme])
  return (
    <canvas
      ref={canvas}
      className="pattern-canvas"
      style={{ width: size, height: size }}
      role="img"
      aria-label={label}
    />
  )
}
