import { useCallback, useMemo, useState } from 'react'
import { frameContexts } from '../../../shared/figures/contexts-layout'
import type { ShownContexts } from '../../../shared/figures/contexts-shown'
import { axisCamera, ContextsScene, homeCamera, useCameraFlight, type Viewport } from '../../scene3d'
import { useContextsChoices } from '../../state/contexts-look'
import { usePreferences, useTheme } from '../../state/preferences'
import { hover, selectStation, useSelection } from '../../state/selection'
import { CameraButtons } from '../../ui/camera-buttons'
import { cameraCorner } from '../../ui/camera-corner'

/** Words among several paths: fewer than around one, so that the paths are read first. */
const mostLabels = 24

export function ContextsPicture({ shown }: { shown: ShownContexts }) {
  const theme = useTheme()
  const reducedMotion = usePreferences((preferences) => preferences.reducedMotion)
  const chosen = useContextsChoices((choices) => choices.camera)
  const station = useSelection((selection) => selection.station)
  const hovered = useSelection((selection) => selection.hovered)
  const [viewport, setViewport] = useState<Viewport>({ width: 800, height: 400 })
  const measured = useCallback((next: Viewport) => {
    setViewport(next)
    useContextsChoices.setState({ aspect: next.width / next.height })
  }, [])
  const framed = useMemo(() => frameContexts(shown), [shown])
  const framing = useMemo(() => homeCamera(framed, viewport), [framed, viewport])
  const camera = chosen ?? framing
  const onCamera = useCallback((next: typeof camera) => useContextsChoices.setState({ camera: next }), [])
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
        homeCamera={() => homeCamera(framed, viewport)}
        axisCamera={(axes) => axisCamera(framed, axes, viewport)}
        onFly={flight.fly}
        what="all paths"
      />
    </>
  )
}
