import {
  BufferAttribute,
  BufferGeometry,
  Color,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  WebGLRenderer,
} from 'three'
import { figureColours } from '../../shared/figures/theme'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { applyCamera } from './three-space'

/** What pages share that measure how long frames take, for `bench/scene.ts`. */
export const size = { width: 1280, height: 720 }

export const nextFrame = () => new Promise<number>(requestAnimationFrame)

/**
 * Turns the camera on and on, and tells how long it took from one frame that was drawn, by the GPU too, to the next. A page that
 * draws a frame after it was told to is not slower for that.
 */
export async function intervals(frames: number, turn: (frame: number) => void, drawn: () => number): Promise<number[]> {
  const times: number[] = []
  await nextFrame()
  let [last, count] = [performance.now(), drawn()]
  for (let frame = 1; times.length < frames; frame++) {
    turn(frame)
    await nextFrame()
    if (drawn() === count) continue
    count = drawn()
    finish()
    const now = performance.now()
    times.push(now - last)
    last = now
  }
  return times
}

/** Waits for all that the canvas was told to draw: a pixel that is read cannot be known before. */
function finish(): void {
  const gl = document.querySelector('canvas')!.getContext('webgl2')!
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
}

/** Points alone, as three's own examples draw them. */
export function plainPoints(element: HTMLElement, positions: Float32Array) {
  const renderer = new WebGLRenderer({ antialias: true })
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  renderer.setSize(size.width, size.height)
  element.append(renderer.domElement)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  const material = new PointsMaterial({ size: 3, sizeAttenuation: false, color: figureColours.dark.cloud })
  material.transparent = true
  material.opacity = 0.44
  const scene = new Scene().add(new Points(geometry, material))
  scene.background = new Color(figureColours.dark.canvas)
  const eye = new PerspectiveCamera()
  return {
    draw(camera: Camera) {
      applyCamera(eye, camera, size)
      renderer.render(scene, eye)
    },
    drawn: () => renderer.info.render.frame,
  }
}

export function place(): HTMLElement {
  document.body.replaceChildren()
  const element = document.createElement('div')
  element.style.cssText = `position: absolute; inset: 0; width: ${size.width}px; height: ${size.height}px`
  document.body.append(element)
  return element
}

/** How many frames of ours were drawn. */
export const drawn = () => Number(document.querySelector<HTMLElement>('[data-frames]')?.dataset.frames ?? 0)
