import { LineMaterial, type LineMaterialParameters } from 'three/addons/lines/LineMaterial.js'
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js'
import type { Point3 } from '../../../shared/trajectory'
import { scenePositions } from '../three-space'

export type Segment = readonly [Point3, Point3]

/** Lines of a width in CSS pixels. */
export function fatLines(segments: readonly Segment[], order: number, look: LineMaterialParameters): LineSegments2 {
  const geometry = new LineSegmentsGeometry()
  setSegments(geometry, segments)
  const material = new LineMaterial({ depthTest: false, depthWrite: false, transparent: true, ...look })
  const lines = new LineSegments2(geometry, material)
  lines.frustumCulled = false
  lines.renderOrder = order
  lines.visible = segments.length > 0
  return lines
}

export function setSegments(geometry: LineSegmentsGeometry, segments: readonly Segment[]): void {
  geometry.setPositions(scenePositions(segments.flat()))
}

export function segmentsOf(path: readonly Point3[]): Segment[] {
  return path.slice(1).map((point, index): Segment => [path[index]!, point])
}

export function disposeLines(...all: readonly LineSegments2[]): void {
  for (const lines of all) {
    lines.geometry.dispose()
    lines.material.dispose()
  }
}
