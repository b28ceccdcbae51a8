import { useCallback, useEffect, useRef } from 'react'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { between, eased } from './camera-moves'

const duration = 320

export interface CameraFlight {
  /** Moves the camera to another place, at once where motion is to be reduced. */
  fly(to: Camera): void
  stop(): void
}

/** For the buttons of the view: home and the three axis views. */
export function useCameraFlight(of: {
  camera: Camera
  onCamera: (camera: Camera) => void
  reducedMotion: boolean
}): CameraFlight {
  const latest = useRef(of)
  latest.current = of
  const request = useRef<number | null>(null)
  const stop = useCallback(() => {
    if (request.current !== null) cancelAnimationFrame(request.current)
    request.current = null
  }, [])
  const fly = useCallback(
    (to: Camera) => {
      stop()
      if (latest.current.reducedMotion) return latest.current.onCamera(to)
      const from = latest.current.camera
      let start: number | null = null
      const step = (now: number) => {
        start ??= now
        const share = Math.min(1, (now - start) / duration)
        latest.current.onCamera(between(from, to, eased(share)))
        request.current = share < 1 ? requestAnimationFrame(step) : null
      }
      request.current = requestAnimationFrame(step)
    },
    [stop],
  )
  useEffect(() => stop, [stop])
  return { fly, stop }
}
