import { useCallback, useMemo, useState } from 'react'
import type { Trajectory } from '../../../shared/trajectory'
import { axisCamera, homeCamera, TrajectoryScene, useCameraFlight, type Viewport } from '../../scene3d'
import { useMoveArrows } from '../../state/move-arrows'
import { usePreferences, useTheme } from '../../state/preferences'
import { hover, selectStation, togglePin, useSelection } from '../../state/selection'
import { CameraButtons } from '../../ui/camera-buttons'
import { cameraCorner } from '../../ui/camera-corner'
import { classes } from '../../ui/classes'

export interface PictureProps {
  trajectory: Trajectory
  stale: boolean
}

export function Picture({ trajectory, stale }: PictureProps) {
  const theme = useTheme()
  const reducedMotion = usePreferences((preferences) => preferences.reducedMotion)
  const chosen = useSelection((selection) => selection.camera)
  const station = useSelection((selection) => selection.playhead ?? selection.station)
  const hovered = useSelection((selection) => selection.hovered)
  const pinned = useSelection((selection) => selection.pinned)
  const showOthers = useSelection((selection) => selection.showOthers)
  const labels = useSelection((selection) => selection.labels)
  const [viewport, setViewport] = useState<Viewport>({ width: 800, height: 520 })

  const measured = useCallback((next: Viewport) => {
    setViewport(next)
    useSelection.setState({ aspect: next.width / next.height })
  }, [])
  const framing = useMemo(() => homeCamera(trajectory, viewport), [trajectory, viewport])
  const camera = chosen ?? framing
  const onCamera = useCallback((next: typeof camera) => useSelection.setState({ camera: next }), [])
  const flight = useCameraFlight({ camera, onCamera, reducedMotion })
  const reserved = useMemo(() => [cameraCorner(viewport)], [viewport])
  const arrows = useMoveArrows(trajectory)
  const last = trajectory.steps.length - 1

  return (
    <>
      <div className={classes('trajectory-scene', stale && 'stale')} aria-busy={stale}>
        <TrajectoryScene
          trajectory={trajectory}
          theme={theme}
          camera={camera}
          onCamera={onCamera}
          station={station === null ? null : Math.min(station, last)}
          hovered={hovered && isThere(trajectory, hovered) ? hovered : null}
          onHover={hover}
          onSelectStation={selectStation}
          onTogglePin={togglePin}
          pinned={pinned}
          showOthers={showOthers}
          maxLabels={labels}
          reducedMotion={reducedMotion}
          onViewport={measured}
          reserved={reserved}
          arrows={arrows}
        />
      </div>
      <CameraButtons
        shares={trajectory.basis.shares}
        directions={trajectory.basis.directions}
        homeCamera={() => homeCamera(trajectory, viewport)}
        axisCamera={(axes) => axisCamera(trajectory, axes, viewport)}
        onFly={flight.fly}
        what="the path"
      />
    </>
  )
}

/** What was hovered in the last path may have no counterpart in this one. */
function isThere(
  trajectory: Trajectory,
  { kind, index }: { kind: 'station' | 'word' | 'other'; index: number },
): boolean {
  const counts = { station: trajectory.steps.length, word: trajectory.words.length, other: trajectory.others.length }
  return index < counts[kind]
}
