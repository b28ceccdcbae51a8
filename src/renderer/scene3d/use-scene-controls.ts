import { type RefObject, useEffect } from 'react'
import type { Viewport } from '../../shared/figures/camera'
import { framingCamera } from '../../shared/figures/trajectory-cameras'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { CameraFlight } from './camera-flight'
import { attachControls, type ControlTarget } from './controls'

/** What a scene shows at the moment, as far as the controls read it. */
export interface SceneNow {
  readonly props: { readonly camera: Camera; onCamera(camera: Camera): void }
  readonly framed: Parameters<typeof framingCamera>[0]
  readonly viewport: Viewport
  readonly flight: CameraFlight
}

/** Lets the camera be moved by pointer and keys; the rest is the scene's own. */
export function useSceneControls(
  root: RefObject<HTMLElement | null>,
  /** The listeners outlive a render; they read what is current from here. */
  latest: RefObject<SceneNow>,
  own: Pick<ControlTarget, 'hover' | 'click' | 'drag' | 'turns'>,
): void {
  useEffect(() => {
    const element = root.current
    if (!element) return
    return attachControls(element, {
      ...own,
      camera: () => latest.current.props.camera,
      viewport: () => latest.current.viewport,
      move(camera) {
        latest.current.flight.stop()
        latest.current.props.onCamera(camera)
      },
      frame() {
        const { props, framed, viewport, flight } = latest.current
        flight.fly(framingCamera(framed, props.camera, viewport))
      },
    })
  }, [])
}
