/** A body's triangles, which are seen from outside. */
export interface Shape {
  readonly positions: Float32Array<ArrayBuffer>
  readonly normals: Float32Array<ArrayBuffer>
  readonly triangles: Uint16Array<ArrayBuffer>
}

type Vector = readonly [number, number, number]
type Triangle = readonly [number, number, number]

/** How finely what is round is cut: no corners are seen at the size of a station on a slide. */
const [meridians, parallels] = [20, 12]

/** A sphere of radius 1 around the origin. */
export function ball(): Shape {
  return turned(
    Array.from({ length: parallels + 1 }, (_, index): Profile => {
      const polar = Math.PI * (1 - index / parallels)
      const [radius, height] = [Math.sin(polar), Math.cos(polar)]
      // sin(π) is not quite 0, and at the poles all points are one.
      return { radius: index % parallels === 0 ? 0 : radius, height, normal: [radius, height] }
    }),
  )
}

/** An open tube of radius 1 from the origin to a height of 1. */
export function tube(): Shape {
  return turned([0, 1].map((height): Profile => ({ radius: 1, height, normal: [1, 0] })))
}

/** An arrow's tip: a cone whose base has a radius of 1 around the origin, and whose tip is at a height of 1. */
export function tip(): Shape {
  const slope = Math.SQRT1_2
  return turned([
    { radius: 0, height: 0, normal: [0, -1] },
    { radius: 1, height: 0, normal: [0, -1] },
    { radius: 1, height: 0, normal: [slope, slope] },
    { radius: 0, height: 1, normal: [slope, slope] },
  ])
}

/** A cube around the origin whose sides are 2 long; each side has its own corners, so that it is lit flat. */
export function cube(): Shape {
  const points: Vector[] = []
  const normals: Vector[] = []
  const triangles: Triangle[] = []
  for (const axis of [0, 1, 2]) {
    for (const side of [1, -1]) {
      const first = points.length
      for (const [u, v] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const) {
        points.push(onAxis([side, u * side, v], axis))
        normals.push(onAxis([side, 0, 0], axis))
      }
      triangles.push([first, first + 1, first + 2], [first, first + 2, first + 3])
    }
  }
  return shapeOf(points, normals, triangles)
}

function onAxis([a, b, c]: Vector, axis: number): Vector {
  return axis === 0 ? [a, b, c] : axis === 1 ? [c, a, b] : [b, c, a]
}

/** A point of a line that is turned about the upright axis, and the line's normal there: outwards, up. */
interface Profile {
  readonly radius: number
  readonly height: number
  readonly normal: readonly [number, number]
}

/** The body whose outline a line is, from its lowest point to its highest as seen from outside. */
function turned(profile: readonly Profile[]): Shape {
  const points: Vector[] = []
  const normals: Vector[] = []
  const triangles: Triangle[] = []
  const across = meridians + 1
  for (const { radius, height, normal } of profile) {
    for (let meridian = 0; meridian < across; meridian++) {
      const angle = (2 * Math.PI * (meridian % meridians)) / meridians
      const [x, z] = [Math.sin(angle), Math.cos(angle)]
      points.push([radius * x, height, radius * z])
      normals.push([normal[0] * x, normal[1], normal[0] * z])
    }
  }
  for (const [row, below] of profile.slice(0, -1).entries()) {
    const above = profile[row + 1]!
    for (let meridian = 0; meridian < meridians; meridian++) {
      const corner = row * across + meridian
      // Where the line meets the axis, one of a square's two triangles has no area.
      if (below.radius > 0) triangles.push([corner, corner + 1, corner + across + 1])
      if (above.radius > 0) triangles.push([corner, corner + across + 1, corner + across])
    }
  }
  return shapeOf(points, normals, triangles)
}

function shapeOf(points: readonly Vector[], normals: readonly Vector[], triangles: readonly Triangle[]): Shape {
  return {
    positions: Float32Array.from(points.flat()),
    normals: Float32Array.from(normals.flat()),
    triangles: Uint16Array.from(triangles.flat()),
  }
}
