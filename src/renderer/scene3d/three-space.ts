import type { PerspectiveCamera } from 'three'
import { Matrix4, Vector3 } from 'three'
import { cameraAxes, cameraPosition, farPlane, nearPlane, type Viewport } from '../../shared/figures/camera'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Point3 } from '../../shared/trajectory'

/** Framed space has its third component up, three has its second: (a, b, c) becomes (a, c, −b), which is a turn. */
export function toScene([a, b, c]: Point3): Vector3 {
  return new Vector3(a, c, -b)
}

export function scenePositions(points: readonly Point3[]): Float32Array {
  const positions = new Float32Array(points.length * 3)
  for (const [index, point] of points.entries()) toScene(point).toArray(positions, index * 3)
  return positions
}

/** Sets three's camera to ours. The axes are given outright, so that looking straight down works as any other direction. */
export function applyCamera(eye: PerspectiveCamera, camera: Camera, { width, height }: Viewport): void {
  const { right, up, back } = cameraAxes(camera)
  eye.fov = camera.fov
  eye.aspect = width / height
  eye.near = nearPlane
  eye.far = farPlane
  eye.position.copy(toScene(cameraPosition(camera)))
  eye.quaternion.setFromRotationMatrix(new Matrix4().makeBasis(toScene(right), toScene(up), toScene(back)))
  eye.updateProjectionMatrix()
  eye.updateMatrixWorld(true)
}
