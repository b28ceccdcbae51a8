import { Group } from 'three'
import { otherStroke } from '../../../shared/figures/trajectory/others-layer'
import { otherRadius } from '../../../shared/figures/trajectory-layout'
import { disposeLines, fatLines, segmentsOf, setSegments } from './lines'
import { markPoints } from './marks'
import { faded, type Pass, type Scenery } from './pass'

/** The other tokens' paths, faint; the one under the pointer stands out. */
export function othersPass({ framed, colours }: Scenery): Pass {
  const quiet = faded(colours.ink3, colours.canvas, otherStroke.opacity)
  const look = { color: quiet.getHex(), linewidth: otherStroke.width }
  const lines = fatLines(
    framed.others.flatMap(({ path }) => segmentsOf(path)),
    3,
    look,
  )
  const chosen = fatLines([], 4, { color: colours.ink2, linewidth: 1.8 })
  const ends = markPoints(
    framed.others.flatMap(({ path }) => path.slice(-1)).map((at) => ({ at, radius: otherRadius, fill: colours.ink3 })),
    5,
  )
  const group = new Group().add(lines, chosen, ends.points)
  let shown: number | null = null
  return {
    object: group,
    update({ showOthers, hovered, pixelRatio }) {
      group.visible = showOthers
      ends.setPixelRatio(pixelRatio)
      const index = hovered?.kind === 'other' ? hovered.index : null
      const path = index === null ? undefined : framed.others[index]?.path
      chosen.visible = path !== undefined && path.length > 1
      if (path && index !== shown) {
        setSegments(chosen.geometry, segmentsOf(path))
        shown = index
      }
    },
    dispose() {
      disposeLines(lines, chosen)
      ends.dispose()
    },
  }
}
