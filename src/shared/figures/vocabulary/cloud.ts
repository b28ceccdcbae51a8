import type { Bounds, Frame } from '../frame'

/** Very many points, framed: most of them within the cube from −1 to 1, the third component up. */
export interface MapCloud {
  readonly count: number
  /** [point, component], framed. */
  readonly at: Float32Array
  readonly frame: Frame
  /** What the axes enclose: all but the outermost points on either side of each axis. */
  readonly box: Bounds
}

/** The share of the points, on either side of each axis, that may lie outside the box. */
const outsideShare = 0.004
/** Where a box ends is read off so many points, evenly taken. */
const sampled = 20_000

/** Frames points, `[point, 3]`; where they are to be flat, without their third component. */
export function frameCloud(points: Float32Array, flat: boolean): MapCloud {
  const count = points.length / 3
  const sides = [0, 1, 2].map((axis): readonly [number, number] => {
    if (count === 0 || (flat && axis === 2)) return [0, 0]
    const stride = Math.max(1, Math.floor(count / sampled))
    const values = new Float32Array(Math.ceil(count / stride))
    for (let index = 0; index < values.length; index++) values[index] = points[index * stride * 3 + axis]!
    values.sort()
    const rank = Math.floor(values.length * outsideShare)
    return [values[rank]!, values[values.length - 1 - rank]!]
  })
  const longest = Math.max(...sides.map(([low, high]) => high - low))
  const scale = longest > 0 ? 2 / longest : 1
  const center = sides.map(([low, high]) => (low + high) / 2) as [number, number, number]
  const at = new Float32Array(count * 3)
  for (let index = 0; index < at.length; index++) {
    at[index] = flat && index % 3 === 2 ? 0 : (points[index]! - center[index % 3]!) * scale
  }
  const half = sides.map(([low, high]) => ((high - low) / 2) * scale)
  const [x, y, z] = half as [number, number, number]
  return { count, at, frame: { center, scale }, box: { low: [-x, -y, -z], high: [x, y, z] } }
}
