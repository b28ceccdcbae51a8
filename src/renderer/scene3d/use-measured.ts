import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Viewport } from '../../shared/figures/camera'

/** The size of a scene in CSS pixels and the screen's pixels to one of them, at most 2; 0 by 0 before it is known. */
export function useMeasured(root: RefObject<HTMLElement | null>): Viewport & { readonly pixelRatio: number } {
  const [viewport, setViewport] = useState({ width: 0, height: 0, pixelRatio: 1 })
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    const measure = () => {
      const { width, height } = element.getBoundingClientRect()
      const pixelRatio = Math.min(2, window.devicePixelRatio || 1)
      setViewport((old) =>
        old.width === width && old.height === height && old.pixelRatio === pixelRatio
          ? old
          : { width, height, pixelRatio },
      )
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    window.addEventListener('resize', measure)
    measure()
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [root])
  return viewport
}
