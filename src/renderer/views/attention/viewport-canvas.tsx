import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'

/** The part of a drawing that is in sight, in CSS pixels of the drawing. */
export interface Sight {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface ViewportCanvasProps {
  label: string
  /** What is chosen in it, in words. */
  chosen: string
  /** The whole drawing; what does not fit is scrolled to. */
  width: number
  height: number
  /** Draws what is in sight; the origin is the canvas's own corner. */
  draw: (context: CanvasRenderingContext2D, sight: Sight) => void
  /** Brought into sight when it changes. */
  keepInSight?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** Pinned at the left and the top, so that what lies under them is not in sight. */
  pinned?: { readonly left: number; readonly top: number }
  onSight?: (sight: Sight) => void
  /** `sight` is what was in sight then; null when the pointer left. */
  onPoint: (point: Point | null, sight: Sight) => void
  /** `isMore` where Ctrl or Cmd was held: what is picked joins what is chosen. */
  onPick: (point: Point, sight: Sight, isMore: boolean) => void
  /** Whether several can be chosen. */
  severalChosen?: boolean
  onKey: (event: KeyboardEvent) => void
}

/**
 * A canvas as large as what is in sight of a drawing that may be far larger: only that is drawn. It is one tab stop, and tells
 * a screen reader what is chosen as the one option that it has.
 */
export function ViewportCanvas(props: ViewportCanvasProps) {
  const { width, height, draw, keepInSight, pinned, onSight, onPoint, onPick } = props
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [sight, setSight] = useState<Sight>({ left: 0, top: 0, width: 0, height: 0 })
  const option = useId()

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const { scrollLeft: left, scrollTop: top, clientWidth, clientHeight } = element
      setSight({ left, top, width: Math.min(width, clientWidth), height: Math.min(height, clientHeight) })
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [width, height])

  useEffect(() => onSight?.(sight), [onSight, sight])

  const left = keepInSight?.x
  const top = keepInSight?.y
  useEffect(() => {
    const element = scroller.current
    if (!element || !keepInSight) return
    const { x, y, width: across, height: down } = keepInSight
    const room = { left: pinned?.left ?? 0, top: pinned?.top ?? 0 }
    if (x - room.left < element.scrollLeft) element.scrollLeft = x - room.left
    else if (x + across > element.scrollLeft + element.clientWidth)
      element.scrollLeft = x + across - element.clientWidth
    if (y - room.top < element.scrollTop) element.scrollTop = y - room.top
    else if (y + down > element.scrollTop + element.clientHeight) element.scrollTop = y + down - element.clientHeight
  }, [left, top])

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context || sight.width === 0) return
    const ratio = window.devicePixelRatio
    canvas.current.width = Math.round(sight.width * ratio)
    canvas.current.height = Math.round(sight.height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    draw(context, sight)
  }, [draw, sight])

  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = canvas.current!.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  return (
    <div
      ref={scroller}
      className="sight"
      role="listbox"
      aria-label={props.label}
      aria-multiselectable={props.severalChosen}
      aria-activedescendant={option}
      tabIndex={0}
      onKeyDown={props.onKey}
      onPointerMove={(event) => onPoint(at(event), sight)}
      onPointerLeave={() => onPoint(null, sight)}
      onClick={(event) => onPick(at(event), sight, event.ctrlKey || event.metaKey)}
    >
      <div aria-hidden="true" style={{ width, height }}>
        <canvas ref={canvas} style={{ width: sight.width, height: sight.height }} />
      </div>
      <div id={option} role="option" aria-selected="true" tabIndex={-1} className="visually-hidden">
        {props.chosen}
      </div>
    </div>
  )
}
