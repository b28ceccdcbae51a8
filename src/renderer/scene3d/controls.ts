import type { Viewport } from '../../shared/figures/camera'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { type Pixels, panned, turned, zoomed } from './camera-moves'

export interface ControlTarget {
  camera(): Camera
  viewport(): Viewport
  /** The person moves the camera; a flight that is under way ends. */
  move(camera: Camera): void
  /** The pointer moves without a button held; null when it leaves. */
  hover(at: Pixels | null): void
  click(at: Pixels): void
  frame(): void
  /** Takes a drag of the left button for itself: a shape that is drawn. */
  readonly drag?: { isWanted(): boolean; to(at: Pixels): void; end(kept: boolean): void }
  /** Whether a drag turns; a flat picture is panned instead. */
  turns?(): boolean
}

/** A press that moves less than this, in pixels, is a click. */
const clickSlack = 4
/** One notch of a common wheel zooms by a fifth. */
const wheelZoom = 0.0018
const pixelsALine = 16

/**
 * Drag turns; a drag with the right button or Shift, or with two fingers, pans; wheel and pinch zoom to the pointer; double
 * click frames. Answers a function that takes the listeners away.
 */
export function attachControls(element: HTMLElement, target: ControlTarget): () => void {
  const held = new Map<number, Pixels>()
  let panning = false
  let pressed: Pixels | null = null
  let drawing = false

  const place = (event: MouseEvent): Pixels => {
    const { left, top } = element.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  const down = (event: PointerEvent) => {
    if (event.button === 1) return
    const at = place(event)
    held.set(event.pointerId, at)
    panning = event.button === 2 || event.shiftKey || target.turns?.() === false
    drawing = held.size === 1 && event.button === 0 && (target.drag?.isWanted() ?? false)
    pressed = held.size === 1 && event.button === 0 ? at : null
    element.setPointerCapture(event.pointerId)
    target.hover(null)
  }

  const move = (event: PointerEvent) => {
    const at = place(event)
    const before = held.get(event.pointerId)
    if (!before) return target.hover(at)
    if (pressed && Math.hypot(at.x - pressed.x, at.y - pressed.y) < clickSlack) return
    if (drawing) {
      if (pressed) target.drag?.to(pressed)
      pressed = null
      return target.drag?.to(at)
    }
    pressed = null
    const by = { x: at.x - before.x, y: at.y - before.y }
    const others = [...held].filter(([id]) => id !== event.pointerId)
    held.set(event.pointerId, at)
    const other = others[0]?.[1]
    if (other) {
      const viewport = target.viewport()
      const ratio = distance(other, before) / Math.max(1, distance(other, at))
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }
      const shifted = panned(target.camera(), { x: by.x / 2, y: by.y / 2 }, viewport)
      target.move(zoomed(shifted, ratio, middle, viewport))
    } else {
      target.move(panning ? panned(target.camera(), by, target.viewport()) : turned(target.camera(), by))
    }
  }

  const up = (event: PointerEvent) => {
    if (!held.delete(event.pointerId)) return
    if (drawing && !pressed) target.drag?.end(event.type === 'pointerup')
    else if (pressed && event.type === 'pointerup') target.click(place(event))
    drawing = false
    pressed = null
    if (event.pointerType !== 'touch') target.hover(place(event))
  }

  const leave = () => {
    if (held.size === 0) target.hover(null)
  }

  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : pixelsALine
    // A pinch on a track pad arrives as a wheel with Ctrl and small steps.
    const delta = Math.max(-240, Math.min(240, event.deltaY * unit)) * (event.ctrlKey ? 5 : 1)
    target.move(zoomed(target.camera(), Math.exp(delta * wheelZoom), place(event), target.viewport()))
  }

  const menu = (event: Event) => event.preventDefault()
  const frame = () => target.frame()

  element.addEventListener('pointerdown', down)
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', up)
  element.addEventListener('pointercancel', up)
  element.addEventListener('pointerleave', leave)
  element.addEventListener('wheel', wheel, { passive: false })
  element.addEventListener('contextmenu', menu)
  element.addEventListener('dblclick', frame)
  return () => {
    element.removeEventListener('pointerdown', down)
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', up)
    element.removeEventListener('pointercancel', up)
    element.removeEventListener('pointerleave', leave)
    element.removeEventListener('wheel', wheel)
    element.removeEventListener('contextmenu', menu)
    element.removeEventListener('dblclick', frame)
  }
}

function distance(a: Pixels, b: Pixels): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
