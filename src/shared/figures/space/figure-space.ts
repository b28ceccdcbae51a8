import type { Point3, Trajectory } from '../../trajectory'
import { axesGeometry, shadowOf } from '../axes'
import type { Viewport } from '../camera'
import { depthCue, labelledRadius } from '../cloud'
import type { Bounds, Frame, FramedWord } from '../frame'
import { percent } from '../numbers'
import type { FigureColours } from '../theme'
import { axisName } from '../trajectory-layout'
import type { Camera } from '../trajectory-spec'

/**
 * What a 3D figure shows, as named things in space, for programs that turn and light it themselves. Points are in the units
 * of the vectors, as in the figure's table of numbers; `frame` takes them into the space of `camera`. Sizes are the picture's, in
 * pixels: `pixelsPerUnit` of them are one unit of the framed space at the camera's target.
 */
export interface FigureSpace {
  readonly name: string
  readonly frame: Frame
  readonly camera: Camera
  /** Width by height of the picture that the camera fills. */
  readonly aspect: number
  readonly pixelsPerUnit: number
  readonly groups: readonly SpaceGroup[]
}

/** Things that belong together: a path, the axes, the words. */
export interface SpaceGroup {
  readonly name: string
  readonly marks: readonly SpaceMark[]
  readonly sticks: readonly SpaceStick[]
  /** Thin lines, each through two or more points, in one colour. */
  readonly lines: readonly SpaceLine[]
}

/** A solid body at a point. */
export interface SpaceMark {
  readonly name: string
  readonly at: Point3
  /** Round as the picture's circles, or a cube as its squares. */
  readonly shape: 'ball' | 'cube'
  readonly radius: number
  readonly colour: string
  readonly facts: SpaceFacts
}

/** A round bar from one point to another; with a head it is an arrow. */
export interface SpaceStick {
  readonly name: string
  readonly from: Point3
  readonly to: Point3
  readonly radius: number
  readonly head: boolean
  readonly colour: string
  readonly facts: SpaceFacts
}

export interface SpaceLine {
  readonly name: string
  readonly through: readonly (readonly Point3[])[]
  readonly colour: string
}

/** What is known of one thing, besides where it stands. */
export type SpaceFacts = Readonly<Record<string, string | number | null>>

/** So many pixels of the picture are one unit of the framed space, at the distance of the camera's target. */
export function pixelsPerUnit({ fov, distance }: Camera, { height }: Viewport): number {
  return height / 2 / Math.tan((fov * Math.PI) / 360) / distance
}

/** Back from the framed space to the units of the vectors. */
export function unframed({ center, scale }: Frame, [x, y, z]: Point3): Point3 {
  return [x / scale + center[0], y / scale + center[1], z / scale + center[2]]
}

/** The floor with what `shadowed` casts on it, and the axes with their names and shares, where the picture has them. */
export function axesGroup(
  { box, frame }: { readonly box: Bounds; readonly frame: Frame },
  shadowed: readonly Point3[],
  camera: Camera,
  { shares, directions }: Pick<Trajectory['basis'], 'shares' | 'directions'>,
  colours: FigureColours,
): SpaceGroup {
  const geometry = axesGeometry(box, frame, camera)
  const own = (at: Point3) => unframed(frame, at)
  const axes = geometry.axes.map(
    ({ axis, from, to }): SpaceStick => ({
      name: `${axisName(axis, directions)} (${percent(shares[axis])})`,
      from: own(from),
      to: own(to),
      radius: axisRadius,
      head: true,
      colour: colours.line,
      facts: { axis: axis + 1, share: shares[axis] },
    }),
  )
  const line = (name: string, through: readonly (readonly [Point3, Point3])[], colour: string): SpaceLine[] =>
    through.length === 0 ? [] : [{ name, through: through.map(([from, to]) => [own(from), own(to)]), colour }]
  const shadow = shadowOf(shadowed, geometry, camera)
  const lines = [...line('floor', geometry.floor, colours.grid), ...line('shadow', shadow, colours.shadow)]
  return { name: 'axes', marks: [], sticks: axes, lines }
}

const axisRadius = 0.6

/** Words of the vocabulary around the paths, each under its own name. */
export function wordsGroup(
  words: readonly FramedWord[],
  pinned: ReadonlySet<number>,
  colours: FigureColours,
): SpaceGroup {
  const marks = words.map(
    ({ word, name }): SpaceMark => ({
      name,
      at: word.at,
      shape: 'ball',
      radius: pinned.has(word.id) ? labelledRadius : depthCue.radius.middle,
      colour: pinned.has(word.id) ? colours.accent : colours.cloud,
      facts: { id: word.id, text: word.text, cosine: word.cosine, station: word.station },
    }),
  )
  return { name: 'words', marks, sticks: [], lines: [] }
}
