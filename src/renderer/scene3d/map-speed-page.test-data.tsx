import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { madeMap, madeWords } from '../../shared/figures/vocabulary/map.test-data'
import { mapColours } from '../../shared/figures/vocabulary/map-colours'
import { eyeOf, pickPoint } from '../../shared/figures/vocabulary/point-grid'
import { type SortedMap, shownMap } from '../../shared/figures/vocabulary/shown-map'
import { homeCamera, VocabularyScene } from '.'
import { drawn, intervals, nextFrame, place, plainPoints, size } from './speed-frames.test-data'

/** A page of the map of many words, and of the same words as plain points of three.js, for `bench/map-scene.ts`. */
export interface MapSpeedPage {
  /** Makes so many words, and tells how many milliseconds it took to sort them for picking and labels. */
  prepare(count: number): number
  /** Milliseconds from frame to frame while the camera turns so many times. */
  ours(frames: number): Promise<number[]>
  plain(frames: number): Promise<number[]>
  /** Milliseconds to find the word under the pointer. */
  pick(times: number): number[]
}

declare global {
  interface Window {
    mapSpeed: MapSpeedPage
  }
}

let shown: SortedMap

const homeOf = ({ cloud }: SortedMap) => homeCamera({ frame: cloud.frame, box: cloud.box, path: [] }, size)
const turned = (home: Camera, frame: number): Camera => ({ ...home, azimuth: home.azimuth + (frame * Math.PI) / 180 })
const nothing = () => {}
const none: never[] = []

function Ours({ onReady }: { onReady: (turn: (camera: Camera) => void) => void }) {
  const [camera, setCamera] = useState(() => homeOf(shown))
  const [colours] = useState(() => mapColours(shown.words, shown.map, 'script', 'dark'))
  useEffect(() => onReady(setCamera), [onReady])
  return (
    <VocabularyScene
      shown={shown}
      colours={colours}
      theme="dark"
      camera={camera}
      onCamera={setCamera}
      states={null}
      marked={none}
      word={null}
      path={null}
      station={null}
      hovered={null}
      onHover={nothing}
      onSelect={nothing}
      onSelectStation={nothing}
      describe={() => ({ title: '', rows: [] })}
      lasso={false}
      onLasso={nothing}
      maxLabels={40}
      reducedMotion
      onViewport={nothing}
      reserved={none}
      description=""
      drawing={() => null}
    />
  )
}

window.mapSpeed = {
  prepare(count) {
    const words = madeWords(count)
    const map = madeMap(words)
    const start = performance.now()
    shown = shownMap(words, map, false)
    return performance.now() - start
  },
  async ours(frames) {
    const root = createRoot(place())
    const turn = await new Promise<(camera: Camera) => void>((resolve) => root.render(<Ours onReady={resolve} />))
    while (drawn() === 0) await nextFrame()
    const home = homeOf(shown)
    const times = await intervals(frames, (frame) => turn(turned(home, frame)), drawn)
    root.unmount()
    return times
  },
  async plain(frames) {
    // Framed space has its third component up, three its second.
    const positions = shown.cloud.at.map((_, index, at) => {
      const axis = index % 3
      return axis === 0 ? at[index]! : axis === 1 ? at[index + 1]! : -at[index - 1]!
    })
    const { draw, drawn } = plainPoints(place(), positions)
    const home = homeOf(shown)
    draw(home)
    return intervals(frames, (frame) => draw(turned(home, frame)), drawn)
  },
  pick(times) {
    const eye = eyeOf(homeOf(shown), size)
    return Array.from({ length: times }, (_, index) => {
      const start = performance.now()
      pickPoint(shown.sorted.grid, eye, { x: 200 + ((index * 37) % 880), y: 100 + ((index * 53) % 520) }, 9)
      return performance.now() - start
    })
  },
}
