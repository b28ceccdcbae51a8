import type { Point3, Trajectory } from '../trajectory'
import { type AxisView, axisDirections, type Direction, fitCamera, homeDirection, type Viewport } from './camera'
import { type FramedTrajectory, frameTrajectory } from './frame'
import type { Camera } from './trajectory-spec'

/** What is to be in view: a path and what the axes enclose. */
type Framed = Pick<FramedTrajectory, 'frame' | 'path' | 'box'>

/** Where a picture of a trajectory is first looked at from: all of the path and its axes in view. */
export function homeCamera(trajectory: Trajectory | Framed, viewport: Viewport): Camera {
  return framingCamera(trajectory, homeDirection, viewport)
}

/** Straight along one axis, showing the other two. */
export function axisCamera(trajectory: Trajectory | Framed, view: AxisView, viewport: Viewport): Camera {
  return framingCamera(trajectory, axisDirections[view], viewport)
}

/** All of the path and its axes in view, from a given direction. */
export function framingCamera(trajectory: Trajectory | Framed, direction: Direction, viewport: Viewport): Camera {
  const framed = 'frame' in trajectory ? trajectory : frameTrajectory(trajectory)
  return fitCamera([...framed.path, ...boxCorners(framed)], direction, viewport)
}

/** A camera that shows, in a picture of another shape, all that it has shown in one of the given width by height. */
export function reshaped(camera: Camera, aspect: number, { width, height }: Viewport): Camera {
  return { ...camera, distance: camera.distance * Math.max(1, (aspect * height) / width) }
}

export function boxCorners({ box: { low, high } }: Pick<Framed, 'box'>): Point3[] {
  return [low[0], high[0]].flatMap((x) =>
    [low[1], high[1]].flatMap((y) => [low[2], high[2]].map((z): Point3 => [x, y, z])),
  )
}
