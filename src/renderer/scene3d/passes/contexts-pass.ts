import { Group } from 'three'
import { type FramedContexts, markSize, pathWidth } from '../../../shared/figures/contexts-layout'
import type { ShownContexts } from '../../../shared/figures/contexts-shown'
import type { FigureColours } from '../../../shared/figures/theme'
import { disposeLines, fatLines, segmentsOf } from './lines'
import { type Mark, markPoints } from './marks'
import type { FrameState, Pass } from './pass'

export interface ContextsScenery {
  readonly shown: ShownContexts
  readonly framed: FramedContexts
  readonly colours: FigureColours
}

export interface ContextsFrame extends Pick<FrameState, 'camera' | 'viewport' | 'pixelRatio' | 'station' | 'pinned'> {
  readonly layout: { readonly shadow: FrameState['layout']['shadow']; readonly named: FrameState['layout']['named'] }
  /** The station that the pointer is on, here or in the chart. */
  readonly hoveredStation: number | null
}

/** A line for each context, the active one on top; the ring of the chosen station on each. */
export function contextPathsPass({ shown, framed, colours }: ContextsScenery): Pass<ContextsFrame> {
  const group = new Group()
  const { letters, active, contexts } = shown
  const last = contexts.stations.length - 1
  const order = framed.paths.map((_, context) => context).sort((a, b) => Number(a === active) - Number(b === active))
  const lines = order.flatMap((context, rank) => {
    const segments = segmentsOf(framed.paths[context]!)
    const color = colours.contexts[letters[context]!]!
    const linewidth = context === active ? pathWidth.active : pathWidth.other
    const at = 6 + rank * 0.1
    return [
      fatLines(segments, at, { color: colours.canvas, linewidth: pathWidth.halo }),
      fatLines(segments, at + 0.05, { color, linewidth }),
    ]
  })
  const stations = markPoints(
    order.flatMap((context) =>
      framed.paths[context]!.slice(0, last).map((at, index): Mark => {
        const colour = colours.contexts[letters[context]!]!
        if (index === 0) return { at, radius: markSize.start, fill: colour }
        const square = contexts.stations[index]!.kind === 'mlp'
        const radius = square ? markSize.station * 0.875 : markSize.station
        return { at, radius, fill: colours.canvas, stroke: { colour, width: 1.2 }, square }
      }),
    ),
    9,
  )
  const rings = (colour: string, width: number) =>
    markPoints(
      framed.paths.map((path): Mark => ({ at: path[0]!, radius: markSize.ring, stroke: { colour, width } })),
      10,
    )
  const chosen = rings(colours.accent, 1.6)
  const pointed = rings(colours.ink2, 1.2)
  group.add(...lines, stations.points, chosen.points, pointed.points)
  const put = (marks: typeof chosen, station: number | null) => {
    // At the end stands the disc with the letter, which a ring would only blur.
    marks.points.visible = station !== null && station < last
    if (station === null) return
    for (const [context, path] of framed.paths.entries()) marks.move(context, path[Math.min(station, last)]!)
  }
  return {
    object: group,
    update({ pixelRatio, station, hoveredStation }) {
      for (const marks of [stations, chosen, pointed]) marks.setPixelRatio(pixelRatio)
      put(chosen, station)
      put(pointed, hoveredStation === station ? null : hoveredStation)
    },
    dispose() {
      disposeLines(...lines)
      for (const marks of [stations, chosen, pointed]) marks.dispose()
    },
  }
}
