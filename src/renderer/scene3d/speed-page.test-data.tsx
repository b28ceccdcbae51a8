import { useCallback, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
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
import { frameTrajectory } from '../../shared/figures/frame'
import { figureColours } from '../../shared/figures/theme'
import { sampleTrajectory } from '../../shared/figures/trajectory.test-data'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'
import { homeCamera, TrajectoryScene } from '.'
import { applyCamera, scenePositions } from './three-space'

/** A page of the 3D view with many words, and of the same words as plain points of three.js, for `bench/scene.ts`. */
const size = { width: 1280, height: 720 }
const words = 50_000
const paths = 20

const trajectory = crowded()
const home = homeCamera(trajectory, size)
/** Where the camera is after so many frames: once around in 360. */
const turned = (frame: number): Camera => ({ ...home, azimuth: home.azimuth + (frame * Math.PI) / 180 })

/** A sample with as many words and paths: those of other tokens are made again, further and further off. */
function crowded(): Trajectory {
  const sample = sampleTrajectory(12, words)
  const others = Array.from({ length: paths - 1 }, (_, index) => {
    const { position, path } = sample.others[index % sample.others.length]!
    const away = 1 + index / 10
    return { position, path: path.map(([a, b, c]): [number, number, number] => [a, b * away, c * away]) }
  })
  return { ...sample, others }
}

export interface SpeedPage {
  /** Milliseconds from frame to frame while the camera turns so many times. */
  ours(frames: number): Promise<number[]>
  plain(frames: number): Promise<number[]>
  /** From the next arrow key until the next station is drawn: time, and frames painted until then. */
  station(): Promise<{ frames: number; ms: number }>
}

declare global {
  interface Window {
    speed: SpeedPage
  }
}

const nextFrame = () => new Promise<number>(requestAnimationFrame)

/** Turns the camera again and again, and tells how long each took until it was drawn, by the GPU too. */
async function intervals(frames: number, turn: (camera: Camera) => void, drawn: () => number): Promise<number[]> {
  const times: number[] = []
  await nextFrame()
  for (let frame = 1; frame <= frames; frame++) {
    const [start, count] = [performance.now(), drawn()]
    turn(turned(frame))
    do await nextFrame()
    while (drawn() === count)
    finish()
    times.push(performance.now() - start)
  }
  return times
}

/** Waits for all that the canvas was told to draw: a pixel that is read cannot be known before. */
function finish(): void {
  const gl = document.querySelector('canvas')!.getContext('webgl2')!
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
}

function Ours({ onReady }: { onReady: (turn: (camera: Camera) => void) => void }) {
  const [camera, setCamera] = useState(home)
  const [station, setStation] = useState(0)
  useEffect(() => {
    onReady(setCamera)
    const press = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight') setStation((old) => (old + 1) % trajectory.steps.length)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [onReady])
  const nothing = useCallback(() => {}, [])
  return (
    <TrajectoryScene
      trajectory={trajectory}
      theme="dark"
      camera={camera}
      onCamera={setCamera}
      station={station}
      hovered={null}
      onHover={nothing}
      onSelectStation={setStation}
      pinned={noPins}
      onTogglePin={nothing}
      showOthers
      maxLabels={40}
      reducedMotion
    />
  )
}

const noPins: ReadonlySet<number> = new Set()

/** The words alone, as three's own examples draw points. */
function plainPoints(element: HTMLElement) {
  const renderer = new WebGLRenderer({ antialias: true })
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  renderer.setSize(size.width, size.height)
  element.append(renderer.domElement)
  const geometry = new BufferGeometry()
  const { words, farWords } = frameTrajectory(trajectory)
  const places = [...words, ...farWords].map(({ at }) => at)
  geometry.setAttribute('position', new BufferAttribute(scenePositions(places), 3))
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

function place(): HTMLElement {
  document.body.replaceChildren()
  const element = document.createElement('div')
  element.style.cssText = `position: absolute; inset: 0; width: ${size.width}px; height: ${size.height}px`
  document.body.append(element)
  return element
}

const drawn = () => Number(document.querySelector<HTMLElement>('[data-frames]')?.dataset.frames ?? 0)

/** Puts the 3D view on the page and gives its camera, once it has drawn. */
async function showOurs() {
  const root = createRoot(place())
  const turn = await new Promise<(camera: Camera) => void>((resolve) => root.render(<Ours onReady={resolve} />))
  while (drawn() === 0) await nextFrame()
  return { turn, leave: () => root.unmount() }
}

window.speed = {
  async ours(frames) {
    const { turn, leave } = await showOurs()
    const times = await intervals(frames, turn, drawn)
    leave()
    return times
  },
  async plain(frames) {
    const { draw, drawn } = plainPoints(place())
    draw(home)
    return intervals(frames, draw, drawn)
  },
  async station() {
    if (drawn() === 0) await showOurs()
    return new Promise((resolve) => {
      const begin = () => {
        const [start, before] = [performance.now(), drawn()]
        let frames = -1
        const look = () => {
          frames++
          // What a frame drew is seen in the next look, so that `frames` are those painted until then.
          if (drawn() > before) resolve({ frames, ms: performance.now() - start })
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }
      addEventListener('keydown', begin, { once: true, capture: true })
    })
  },
}
