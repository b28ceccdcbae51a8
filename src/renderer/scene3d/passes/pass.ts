import { Color, type Object3D } from 'three'
import type { Viewport } from '../../../shared/figures/camera'
import type { FramedTrajectory } from '../../../shared/figures/frame'
import type { FigureColours } from '../../../shared/figures/theme'
import type { TrajectoryLayout } from '../../../shared/figures/trajectory-layout'
import type { Camera } from '../../../shared/figures/trajectory-spec'
import type { StationKind } from '../../../shared/taps'
import type { Point3, Trajectory } from '../../../shared/trajectory'
import type { Hovered } from '../hovered'

/** What a pass is built from; another trajectory or theme builds all passes anew. */
export interface Scenery {
  readonly trajectory: Trajectory
  readonly framed: FramedTrajectory
  readonly colours: FigureColours
}

/** What a path alone is drawn from: the kind of each step that ends at a station, and where the stations are. */
export interface PathScenery {
  readonly trajectory: { readonly steps: readonly { readonly kind: StationKind }[] }
  readonly framed: Pick<FramedTrajectory, 'path'>
  readonly colours: FigureColours
}

/** What changes from frame to frame. */
export interface FrameState {
  readonly camera: Camera
  readonly viewport: Viewport
  readonly pixelRatio: number
  readonly layout: TrajectoryLayout
  readonly pinned: ReadonlySet<number>
  readonly station: number | null
  readonly hovered: Hovered | null
  readonly showOthers: boolean
  /** The marked step's parts, head to tail, in framed space. */
  readonly arrows: readonly FramedArrow[]
}

export interface FramedArrow {
  readonly from: Point3
  readonly to: Point3
  readonly by: 'attention' | 'cross' | null
  readonly pointed: boolean
}

/**
 * One layer of the picture. Nothing tests depth: passes lie over each other in the order of `renderOrder`, as the layers of
 * the figure do, so that the path is on top and screen and file agree.
 */
export interface Pass<Frame = FrameState> {
  readonly object: Object3D
  update(state: Frame): void
  dispose(): void
}

/** `colour` as it looks on `background` at an opacity: lines that overlap themselves must not show it. */
export function faded(colour: string, background: string, opacity: number): Color {
  const mixed = new Color(background).convertLinearToSRGB()
  mixed.lerp(new Color(colour).convertLinearToSRGB(), opacity)
  return mixed.convertSRGBToLinear()
}
