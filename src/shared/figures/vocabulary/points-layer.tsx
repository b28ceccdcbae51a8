import type { JSX } from 'react'
import { coordinate } from '../numbers'
import type { VocabularySpec } from '../vocabulary-spec'
import type { MapColours } from './map-colours'
import { eachInSight, eyeOf } from './point-grid'
import { pointSize, pointState, pointStyle } from './point-look'
import { type PutDisc, pointsImage } from './points-image'
import type { SortedMap } from './shown-map'

/** More points than these are an image, whatever is asked for: as vectors, no program would open the file. */
export const mostVectorPoints = 15_000

/** Dots of an image to a CSS pixel: 288 to the inch where a figure is printed as large as it is drawn. */
const usualDots = 3

/** The words as points: vectors, or one image within the vectors of the rest. */
export function PointsLayer({
  spec,
  shown,
  colours: { tints },
  dots = usualDots,
}: {
  spec: VocabularySpec
  shown: SortedMap
  colours: MapColours
  /** Dots of an image to a CSS pixel. */
  dots?: number | undefined
}): JSX.Element {
  const { width, height, camera, marked, print } = spec
  const {
    cloud,
    sorted: { grid },
  } = shown
  const eye = eyeOf(camera, { width, height })
  const strong = new Set(marked)
  const size = pointSize(cloud.count)
  const others = strong.size > 0 ? pointState.quiet : pointState.plain
  const each = (put: PutDisc) => {
    // Those that stand out lie on top.
    for (const pass of [others, pointState.strong]) {
      eachInSight(grid, eye, (point, x, y, depth) => {
        if (strong.has(point) !== (pass === pointState.strong)) return
        const { radius, opacity } = pointStyle(pass, depth, camera.distance, size)
        put(x, y, radius, tints.subarray(point * 3, point * 3 + 3), opacity)
      })
    }
  }
  let inSight = 0
  eachInSight(grid, eye, () => {
    inSight++
  })
  if (print?.cells === 'image' || inSight > mostVectorPoints) {
    return (
      <image id="points" href={pointsImage({ width, height, dots }, each)} x={0} y={0} width={width} height={height} />
    )
  }
  const discs: JSX.Element[] = []
  each((x, y, radius, tint, opacity) => {
    discs.push(
      <circle
        key={discs.length}
        cx={coordinate(x)}
        cy={coordinate(y)}
        r={coordinate(radius)}
        fill={`rgb(${tint[0]}, ${tint[1]}, ${tint[2]})`}
        fillOpacity={coordinate(opacity)}
      />,
    )
  })
  return <g id="points">{discs}</g>
}
