import { Group } from 'three'
import { axesGeometry, shadowOf } from '../../../shared/figures/axes'
import { shadowWidth } from '../../../shared/figures/trajectory/axes-layer'
import type { TrajectoryLayout } from '../../../shared/figures/trajectory-layout'
import { disposeLines, fatLines, type Segment, setSegments } from './lines'
import type { FrameState, Pass, Scenery } from './pass'

/** The floor, the path's shadow on it and the three axes. Which edges of the box they are depends on where the camera stands. */
export function axesPass({
  framed,
  colours,
  hasAxes = true,
}: Pick<Scenery, 'colours'> & {
  readonly framed: Pick<Scenery['framed'], 'frame' | 'box' | 'path'>
  /** Whether the three axes mean anything; without them there is the floor alone. */
  readonly hasAxes?: boolean
}): Pass<Pick<FrameState, 'camera'> & { readonly layout: Pick<TrajectoryLayout, 'shadow'> }> {
  const nowhere: Segment[] = [
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ]
  const floor = fatLines(nowhere, 0, { color: colours.grid, linewidth: 1 })
  const shadow = fatLines(nowhere, 0.5, { color: colours.shadow, linewidth: shadowWidth })
  const axes = fatLines(nowhere, 1, { color: colours.line, linewidth: 1.2 })
  let shown = ''
  return {
    object: new Group().add(floor, shadow, axes),
    update({ camera, layout }) {
      const geometry = axesGeometry(framed.box, framed.frame, camera)
      const cast = shadowOf(framed.path, geometry, camera)
      shadow.visible = layout.shadow.length > 0
      axes.visible = hasAxes
      const edges = JSON.stringify([geometry.axes, geometry.floor[0], cast.length])
      if (edges === shown) return
      shown = edges
      setSegments(floor.geometry, geometry.floor)
      if (cast.length > 0) setSegments(shadow.geometry, cast)
      setSegments(
        axes.geometry,
        geometry.axes.map(({ from, to }) => [from, to]),
      )
    },
    dispose: () => disposeLines(floor, shadow, axes),
  }
}
