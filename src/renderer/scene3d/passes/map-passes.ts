import type { MapFrame, MapScenery } from '../map-frame'
import { axesPass } from './axes-pass'
import { cloudPass } from './cloud-pass'
import { linksPass } from './links-pass'
import type { Pass } from './pass'
import { pathPass } from './path-pass'
import { stationsPass } from './stations-pass'

const noShadow = { shadow: [] }

/** The floor and the axes under a map of words. */
function mapAxesPass({ cloud, colours, hasAxes }: MapScenery): Pass<MapFrame> {
  const pass = axesPass({ framed: { frame: cloud.frame, box: cloud.box, path: [] }, colours, hasAxes })
  return { ...pass, update: ({ camera }) => pass.update({ camera, layout: noShadow }) }
}

const ofPath = ({ kinds, path, colours }: MapScenery) => ({ trajectory: { steps: kinds }, framed: { path }, colours })

/** From the back to the front. */
export const mapPasses: readonly ((scenery: MapScenery) => Pass<MapFrame>)[] = [
  mapAxesPass,
  cloudPass,
  linksPass,
  (scenery) => pathPass(ofPath(scenery)),
  (scenery) => stationsPass(ofPath(scenery)),
]
