import { Group } from 'three'
import { axesGeometry } from '../../../shared/figures/axes'
import { disposeLines, fatLines, type Segment, setSegments } from './lines'
import type { Pass, Scenery } from './pass'

/** The floor and the three axes. Which edges of the box they are depends on where the camera stands. */
export function axesPass({ framed, colours }: Scenery): Pass {
  const nowhere: Segment[] = [
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ]
  const floor = fatLines(nowhere, 0, { color: colours.grid, linewidth: 1 })
  const axes = fatLines(nowhere, 1, { color: colours.line, linewidth: 1.2 })
  let shown = ''
  return {
    object: new Group().add(floor, axes),
    update({ camera }) {
      const geometry = axesGeometry(framed.box, framed.frame, camera)
      const edges = JSON.stringify([geometry.axes, geometry.floor[0]])
      if (edges === shown) return
      shown = edges
      setSegments(floor.geometry, geometry.floor)
      setSegments(
        axes.geometry,
        geometry.axes.map(({ from, to }) => [from, to]),
      )
    },
    dispose: () => disposeLines(floor, axes),
  }
}
