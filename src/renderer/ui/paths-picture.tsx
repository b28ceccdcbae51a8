import { useCallback, useMemo, useState } from 'react'
import type { StoreApi, UseBoundStore } from 'zustand'
import { frameContexts } from '../../shared/figures/contexts-layout'
import type { ShownContexts } from '../../shared/figures/contexts-shown'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { axisCamera, ContextsScene, homeCamera, useCameraFlight, type Viewport } from '../scene3d'
import { usePreferences, useTheme } from '../state/preferences'
import { hover, selectStation, useSelection } from '../state/selection'
import { CameraButtons } from './camera-buttons'
import { cameraCorner } from './camera-corner'

/** Words among several paths: fewer than around one, so that the paths are read first. */
const mostLabels = 24

/** Where a picture's camera is kept. */
export type CameraStore = UseBoundStore<StoreApi<{ readonly camera: Camera | null; readonly aspect: number }>>

/** Several paths in one space, with the camera's buttons; a station that is pointed at or chosen is so everywhere. */
export function PathsPicture({ shown, store }: { shown: ShownContexts; store: CameraStore }) {
  const theme = useTheme()
  const reducedMotion = usePreferences((preferences) => preferences.reducedMotion)
  const chosen = store((choices) => choices.camera)
  const station = useSelection((selection) => selection.station)
  const hovered = useSelection((selection) => selection.hovered)
  const [viewport, setViewport] = useState<Viewport>({ width: 800, height: 400 })
  const measured = useCallback(
    (next: Viewport) => {
      setViewport(next)
      store.setState({ aspect: next.width / next.height })
    },
    [store],
  )
  const framed = useMemo(() => frameContexts(shown), [shown])
  const framing = useMemo(() => homeCamera(framed, viewport), [framed, viewport])
  const camera = chosen ?? framing
  const onCamera = useCallback((next: typeof camera) => store.setState({ camera: next }), [store])
  const flight = useCameraFlight({ camera, onCamera, reducedMotion })
  const reserved = useMemo(() => [cameraCorner(viewport)], [viewport])
  const last = shown.contexts.stations.length - 1
  return (
    <>
      <ContextsScene
        shown={shown}
        theme={theme}
        camera={camera}
        onCamera={onCamera}
        station={station === null ? null : Math.min(station, last)}
        hoveredStation={hovered?.kind === 'station' && hovered.index <= last ? hovered.index : null}
        onHoverStation={(index) => hover(index === null ? null : { kind: 'station', index })}
        onSelectStation={selectStation}
        maxLabels={mostLabels}
        reducedMotion={reducedMotion}
        onViewport={measured}
        reserved={reserved}
      />
      <CameraButtons
        shares={shown.contexts.basis.shares}
        directions={shown.contexts.basis.directions}
        homeCamera={() => homeCamera(framed, viewport)}
        axisCamera={(axes) => axisCamera(framed, axes, viewport)}
        onFly={flight.fly}
        what="all paths"
      />
    </>
  )
}
