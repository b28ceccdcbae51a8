import type { FigureColours } from '../../shared/figures/theme'
import type { MapCloud } from '../../shared/figures/vocabulary/cloud'
import type { MapLayout } from '../../shared/figures/vocabulary/map-layout'
import type { StationKind } from '../../shared/taps'
import type { Point3 } from '../../shared/trajectory'
import type { FrameState } from './passes/pass'

/** What the passes of a map of words are built from. */
export interface MapScenery {
  readonly cloud: MapCloud
  readonly colours: FigureColours
  /** A path's stations in framed space; none where no path is drawn. */
  readonly path: readonly Point3[]
  readonly kinds: readonly { readonly kind: StationKind }[]
  readonly hasAxes: boolean
}

/** What changes from frame to frame. */
export interface MapFrame extends Pick<FrameState, 'camera' | 'viewport' | 'pixelRatio' | 'station'> {
  readonly layout: Pick<MapLayout, 'steps'>
  /** [word, red green blue]. */
  readonly tints: Uint8Array
  /** How each word stands out (`pointState`); null where none does. */
  readonly states: Uint8Array | null
  /** From the chosen word to its neighbours, in framed space. */
  readonly links: readonly (readonly [Point3, Point3])[]
}
