import { useCallback, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { madeMap, madePath, madeWords } from '../../shared/figures/vocabulary/map.test-data'
import { mapColours } from '../../shared/figures/vocabulary/map-colours'
import { pointState } from '../../shared/figures/vocabulary/point-look'
import { shownMap } from '../../shared/figures/vocabulary/shown-map'
import { homeCamera, type Viewport, VocabularyScene } from '.'

/** A page of nothing but the map of words, for `map.browser.test.ts`; it tells its state and takes orders through `window`. */
const words = madeWords(20_000)
const map = madeMap(words)
const solid = shownMap(words, map, false)
const plane = shownMap(words, map, true)
const noPlaces: never[] = []

function Page() {
  const [viewport, setViewport] = useState<Viewport>({ width: 4, height: 3 })
  const [camera, setCamera] = useState<Camera | null>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  const [selected, setSelected] = useState<number | null>(null)
  const [station, setStation] = useState<number | null>(null)
  const [lasso, setLasso] = useState(false)
  const [chosen, setChosen] = useState<Uint32Array | null>(null)
  const [flat, setFlat] = useState(false)
  const [path, setPath] = useState<typeof madePath | null>(null)
  const shown = flat ? plane : solid
  const colours = useMemo(() => mapColours(words, map, 'script', 'dark'), [])
  const { cloud } = shown
  const current = camera ?? homeCamera({ frame: cloud.frame, box: cloud.box, path: [] }, viewport)
  const states = useMemo(() => {
    if (!chosen) return null
    const states = new Uint8Array(words.texts.length)
    for (const word of chosen) states[word] = pointState.strong
    return states
  }, [chosen])
  Object.assign(window, {
    state: { camera: current, hovered, selected, station, chosen: chosen && [...chosen], viewport },
    orders: { setCamera, setLasso, setFlat, setChosen, showPath: () => setPath(madePath), leave: () => root.unmount() },
  })
  return (
    <div style={{ position: 'absolute', inset: 0 }}>
      <VocabularyScene
        shown={shown}
        colours={colours}
        theme="dark"
        camera={current}
        onCamera={setCamera}
        states={states}
        marked={noPlaces}
        word={null}
        path={path}
        station={station}
        hovered={hovered}
        onHover={setHovered}
        onSelect={setSelected}
        onSelectStation={setStation}
        describe={(word) => ({ title: words.texts[word]!, rows: [] })}
        lasso={lasso}
        onLasso={useCallback((inside: Uint32Array) => setChosen(inside), [])}
        maxLabels={40}
        reducedMotion
        onViewport={setViewport}
        reserved={noPlaces}
        description="A map of made words."
        drawing={() => null}
      />
    </div>
  )
}

const root = createRoot(document.body.appendChild(document.createElement('div')))
root.render(<Page />)
