import { useEffect, useRef } from 'react'
import { fitCamera, type Viewport } from '../../../shared/figures/camera'
import type { Camera } from '../../../shared/figures/trajectory-spec'
import type { ShownMap } from '../../../shared/figures/vocabulary/shown-map'
import type { Point3 } from '../../../shared/trajectory'
import type { CameraFlight } from '../../scene3d'

/** So many of the marked words are brought into the picture, the most important. */
const framedAtMost = 24

/** Flies to the words that are marked whenever others are: all of them in the picture, from where the camera looks. */
export function useFlightTo(
  shown: ShownMap,
  marked: readonly number[],
  viewport: Viewport,
  camera: Camera,
  flight: CameraFlight,
): void {
  const latest = useRef({ shown, viewport, camera, flight })
  latest.current = { shown, viewport, camera, flight }
  const first = useRef(true)
  useEffect(() => {
    // A view that comes back is as it was left.
    if (first.current) {
      first.current = false
      return
    }
    if (marked.length === 0) return
    const { shown, viewport, camera, flight } = latest.current
    const { at } = shown.cloud
    const points = marked.slice(0, framedAtMost).map((id): Point3 => [at[id * 3]!, at[id * 3 + 1]!, at[id * 3 + 2]!])
    flight.fly(fitCamera(points, camera, viewport))
  }, [marked])
}
