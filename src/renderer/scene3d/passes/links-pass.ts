import type { MapFrame, MapScenery } from '../map-frame'
import { disposeLines, fatLines, setSegments } from './lines'
import type { Pass } from './pass'

export const linkWidth = 1.2

/** Lines from the chosen word to its neighbours. */
export function linksPass({ colours }: MapScenery): Pass<MapFrame> {
  const lines = fatLines([], 3, { color: colours.accent, linewidth: linkWidth })
  let shown: MapFrame['links'] = []
  return {
    object: lines,
    update({ links }) {
      if (links === shown) return
      shown = links
      lines.visible = links.length > 0
      if (links.length > 0) setSegments(lines.geometry, links)
    },
    dispose: () => disposeLines(lines),
  }
}
