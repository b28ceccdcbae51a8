import { useCallback, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { frameTrajectory } from '../../shared/figures/frame'
import { sampleTrajectory } from '../../shared/figures/trajectory.test-data'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'
import { homeCamera, TrajectoryScene } from '.'
import { drawn, intervals, nextFrame, place, plainPoints, size } from './speed-frames.test-data'
import { scenePositions } from './three-space'

/** A page of the 3D view with many words, and of the same words as plain points of three.js, for `bench/scene.ts`. */
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
    const times = await intervals(frames, (frame) => turn(turned(frame)), drawn)
    leave()
    return times
  },
  async plain(frames) {
    const { words, farWords } = frameTrajectory(trajectory)
    const places = [...words, ...farWords].map(({ at }) => at)
    const { draw, drawn } = plainPoints(place(), scenePositions(places))
    draw(home)
    return intervals(frames, (frame) => draw(turned(frame)), drawn)
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
