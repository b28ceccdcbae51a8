import { useCallback, useMemo, useState } from 'react'
import { plainPrint } from '../../../shared/figures/print'
import { pointState } from '../../../shared/figures/vocabulary/point-look'
import { framedMap, isSorted, mapCamera } from '../../../shared/figures/vocabulary/shown-map'
import { VocabularyFigure, vocabularyDescription } from '../../../shared/figures/vocabulary-figure'
import type { VocabularyMap, VocabularyWords } from '../../../shared/vocabulary-map'
import { axisCamera, useCameraFlight, type Viewport, VocabularyScene } from '../../scene3d'
import { usePreferences, useTheme } from '../../state/preferences'
import { selectStation, useSelection } from '../../state/selection'
import { useShownMap } from '../../state/shown-map'
import {
  chooseWord,
  chooseWords,
  coloursOf,
  type MarkedWords,
  usePathOverMap,
  useVocabulary,
} from '../../state/vocabulary'
import { CameraButtons } from '../../ui/camera-buttons'
import { cameraCorner } from '../../ui/camera-corner'
import { classes } from '../../ui/classes'
import { usePanelVisible } from '../../ui/panel-visible'
import { useFlightTo } from './flight-to'
import { specOf } from './vocabulary-figures'
import { wordFacts } from './word-facts'

interface Props {
  readonly words: VocabularyWords
  readonly map: VocabularyMap
  readonly stale: boolean
  readonly marks: MarkedWords
}

export function MapPicture({ words, map, stale, marks: { marked, strong } }: Props) {
  const theme = useTheme()
  const visible = usePanelVisible()
  const reducedMotion = usePreferences((preferences) => preferences.reducedMotion)
  const { camera: chosen, flat, labels, colouring, lasso, word, hovered } = useVocabulary()
  const station = useSelection((selection) => selection.station)
  const pathLook = usePathOverMap(visible && !stale)
  const path = pathLook.stale ? null : pathLook.answer
  const [viewport, setViewport] = useState<Viewport>({ width: 800, height: 520 })
  const shown = useShownMap(words, map, flat)
  const colours = useMemo(() => coloursOf(words, map, colouring, theme), [words, map, colouring, theme])
  const states = useMemo(() => statesOf(words.texts.length, strong), [words, strong])

  const measured = useCallback((next: Viewport) => {
    setViewport(next)
    useVocabulary.setState({ aspect: next.width / next.height })
  }, [])
  const { cloud } = shown
  const framed = useMemo(() => framedMap({ cloud, flat }, path), [cloud, flat, path])
  const framing = useMemo(() => mapCamera(framed, flat, viewport), [framed, flat, viewport])
  const camera = chosen ?? framing
  const onCamera = useCallback((next: typeof camera) => useVocabulary.setState({ camera: next }), [])
  const flight = useCameraFlight({ camera, onCamera, reducedMotion })
  useFlightTo(shown, marked, viewport, camera, flight)
  const reserved = useMemo(() => [cameraCorner(viewport)], [viewport])
  const describe = useCallback((id: number) => wordFacts(words, map, id), [words, map])
  const last = (path?.stations.length ?? 1) - 1

  return (
    <>
      <div className={classes('vocabulary-scene', stale && 'stale', lasso && 'lasso')} aria-busy={stale}>
        <VocabularyScene
          shown={shown}
          colours={colours}
          theme={theme}
          camera={camera}
          onCamera={onCamera}
          states={states}
          marked={marked}
          word={word}
          path={path}
          station={station === null || path === null ? null : Math.min(station, last)}
          hovered={hovered !== null && hovered < words.texts.length ? hovered : null}
          onHover={hoverWord}
          onSelect={chooseWord}
          onSelectStation={selectStation}
          describe={describe}
          lasso={lasso}
          onLasso={chooseWords}
          maxLabels={labels}
          reducedMotion={reducedMotion}
          onViewport={measured}
          reserved={reserved}
          description={vocabularyDescription(shown, colours.key, path)}
          drawing={() =>
            isSorted(shown) ? (
              <VocabularyFigure
                spec={specOf(shown, { theme, ...viewport, print: plainPrint }, { labels, marked, path })}
                shown={shown}
                path={path}
                dots={1}
              />
            ) : null
          }
        />
      </div>
      <CameraButtons
        shares={map.basis?.shares ?? null}
        directions={map.basis?.directions}
        homeCamera={() => framing}
        axisCamera={flat ? null : (axes) => axisCamera(framed, axes, viewport)}
        onFly={flight.fly}
        what="the words"
      />
    </>
  )
}

function hoverWord(hovered: number | null): void {
  if (hovered !== useVocabulary.getState().hovered) useVocabulary.setState({ hovered })
}

/** Those that are looked for stand out, and all others step back; null where none are. */
function statesOf(count: number, strong: ArrayLike<number> | null): Uint8Array | null {
  if (strong === null) return null
  const states = new Uint8Array(count).fill(pointState.quiet)
  for (let index = 0; index < strong.length; index++) states[strong[index]!] = pointState.strong
  return states
}
