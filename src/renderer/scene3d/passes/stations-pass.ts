import { Group } from 'three'
import { endsLast, squareSide, stationStroke } from '../../../shared/figures/trajectory/path-layer'
import { markRadius, stationRadius, stationRole } from '../../../shared/figures/trajectory-layout'
import type { Point3 } from '../../../shared/trajectory'
import { type Mark, markPoints } from './marks'
import type { FrameState, Pass, PathScenery } from './pass'

/** A marker for each station, and the ring that moves along the path. */
export function stationsPass({
  trajectory,
  framed,
  colours,
}: PathScenery): Pass<Pick<FrameState, 'pixelRatio' | 'station'>> {
  const last = framed.path.length - 1
  const stations = markPoints(
    framed.path
      .map((at, index) => ({ at, role: stationRole(index, last), kind: trajectory.steps[index]?.kind }))
      .sort(endsLast)
      .map(({ at, role, kind }): Mark => {
        const radius = stationRadius[role]
        if (role === 'start') return { at, radius, fill: colours.ink }
        if (role === 'end') return { at, radius, fill: colours.accent }
        if (kind === 'cross') return { at, radius, fill: colours.cross }
        const square = kind === 'mlp'
        const stroke = { colour: square ? colours.mlp : colours.attention, width: stationStroke }
        return { at, radius: square ? (radius * squareSide) / 2 : radius, fill: colours.canvas, stroke, square }
      }),
    9,
  )
  const ring = markPoints([{ at: [0, 0, 0], radius: markRadius, stroke: { colour: colours.accent, width: 2 } }], 11)
  const core = markPoints([{ at: [0, 0, 0], radius: 4, fill: colours.accent }], 10)
  return {
    object: new Group().add(stations.points, core.points, ring.points),
    update({ pixelRatio, station }) {
      for (const marks of [stations, ring, core]) marks.setPixelRatio(pixelRatio)
      const at = station === null ? null : alongPath(framed.path, station)
      ring.points.visible = at !== null
      core.points.visible = at !== null && !Number.isInteger(station)
      if (!at) return
      ring.move(0, at)
      core.move(0, at)
    },
    dispose() {
      for (const marks of [stations, ring, core]) marks.dispose()
    },
  }
}

/** The point of a path at a station's index; between two stations for a fraction. */
export function alongPath(path: readonly Point3[], station: number): Point3 | null {
  const index = Math.min(path.length - 1, Math.max(0, station))
  const [from, to] = [path[Math.floor(index)], path[Math.ceil(index)]]
  if (!from || !to) return null
  const share = index - Math.floor(index)
  const mix = (axis: 0 | 1 | 2) => from[axis] + (to[axis] - from[axis]) * share
  return [mix(0), mix(1), mix(2)]
}
