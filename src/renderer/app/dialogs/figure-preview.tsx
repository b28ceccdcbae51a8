import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { percent } from '../../state/format'
import type { Paper } from '../../ui/view'

/** The figure itself, at its size on paper where that fits, else made smaller; and it says which. */
export function FigurePreview({ paper, draw }: { paper: Paper | null; draw: (paper: Paper) => ReactNode }) {
  const stage = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState({ width: 0, height: 0 })
  const shown = useDeferredValue(paper)
  useEffect(() => {
    const element = stage.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const scale = shown && room.width > 0 ? Math.min(1, room.width / shown.width, room.height / shown.height) : 1
  return (
    <figure className="figure-preview" aria-label="Preview">
      <div className="figure-stage" ref={stage}>
        {shown && room.width > 0 && (
          <div className="figure-paper" style={{ width: shown.width * scale, height: shown.height * scale }}>
            <div className="figure-scaled" style={{ scale: String(scale) }}>
              {draw(shown)}
            </div>
          </div>
        )}
      </div>
      <figcaption>
        {scale < 0.995 ? `Shown at ${percent(scale)} of its size on paper` : 'Shown at its size on paper'}
      </figcaption>
    </figure>
  )
}
