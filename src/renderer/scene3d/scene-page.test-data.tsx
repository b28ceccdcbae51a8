import { useCallback, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { sampleTrajectory } from '../../shared/figures/trajectory.test-data'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { type Hovered, homeCamera, TrajectoryScene, type Viewport } from '.'

/** A page of nothing but the 3D view, for `scene.browser.test.ts`; it tells its state and takes orders through `window`. */
const first = sampleTrajectory()
const second = sampleTrajectory(6, 200, 3)

function Page() {
  const [viewport, setViewport] = useState<Viewport | null>(null)
  const [camera, setCamera] = useState<Camera | null>(null)
  const [station, setStation] = useState<number | null>(null)
  const [hovered, setHovered] = useState<Hovered | null>(null)
  const [pinned, setPinned] = useState<ReadonlySet<number>>(new Set())
  const [trajectory, setTrajectory] = useState(first)
  const current = camera ?? homeCamera(trajectory, viewport ?? { width: 4, height: 3 })
  const toggle = useCallback((id: number) => {
    setPinned((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]))
  }, [])
  Object.assign(window, {
    state: { camera: current, station, hovered, pinned: [...pinned], viewport },
    orders: { setStation, setHovered, leave: () => root.unmount(), next: () => setTrajectory(second) },
  })
  return (
    <div style={{ position: 'absolute', inset: 0 }}>
      <TrajectoryScene
        trajectory={trajectory}
        theme="dark"
        camera={current}
        onCamera={setCamera}
        station={station}
        hovered={hovered}
        onHover={setHovered}
        onSelectStation={setStation}
        pinned={pinned}
        onTogglePin={toggle}
        showOthers={false}
        maxLabels={30}
        reducedMotion
        onViewport={setViewport}
      />
    </div>
  )
}

const root = createRoot(document.body.appendChild(document.createElement('div')))
root.render(<Page />)
