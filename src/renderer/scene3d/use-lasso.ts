import { useMemo, useRef, useState } from 'react'
import type { Pixels } from './camera-moves'

export interface LassoDrag {
  /** Whether a drag that begins now draws a shape. */
  isWanted(): boolean
  /** The pointer goes on; what it drew so far is the shape. */
  to(at: Pixels): void
  /** The drag ends, with the shape or, where it was broken off, without. */
  end(kept: boolean): void
}

/** Corners nearer than this, in pixels, tell nothing more of a shape. */
const stride = 3

/** A shape that is drawn by dragging; it is given away closed when the pointer lets go. */
export function useLasso(
  wanted: boolean,
  onShape: (shape: readonly Pixels[]) => void,
): LassoDrag & { readonly shape: readonly Pixels[] } {
  const [shape, setShape] = useState<readonly Pixels[]>([])
  const now = useRef({ wanted, onShape, shape: [] as Pixels[] })
  now.current.wanted = wanted
  now.current.onShape = onShape
  const drag = useMemo(
    (): LassoDrag => ({
      isWanted: () => now.current.wanted,
      to(at) {
        const { shape } = now.current
        const last = shape.at(-1)
        if (last && Math.hypot(at.x - last.x, at.y - last.y) < stride) return
        now.current.shape = [...shape, at]
        setShape(now.current.shape)
      },
      end(kept) {
        const { shape, onShape } = now.current
        now.current.shape = []
        setShape([])
        if (kept && shape.length > 2) onShape(shape)
      },
    }),
    [],
  )
  return useMemo(() => ({ ...drag, shape }), [drag, shape])
}
