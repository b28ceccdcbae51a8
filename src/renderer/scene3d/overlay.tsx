import type { JSX } from 'react'
import { coordinate } from '../../shared/figures/numbers'
import type { FigureColours } from '../../shared/figures/theme'
import { AxisTips } from '../../shared/figures/trajectory/axes-layer'
import { CaptionLayer } from '../../shared/figures/trajectory/caption-layer'
import { LabelsLayer } from '../../shared/figures/trajectory/labels-layer'
import { LegendLayer } from '../../shared/figures/trajectory/legend-layer'
import type { TrajectoryLayout } from '../../shared/figures/trajectory-layout'
import { SceneSheet } from './scene-sheet'

interface Props {
  readonly layout: TrajectoryLayout
  readonly colours: FigureColours
  /** Where a hovered thing lies, to be ringed. */
  readonly ring: { readonly x: number; readonly y: number; readonly r: number } | null
}

/** What the figure writes, over the canvas: the same labels at the same places. */
export function Overlay({ layout, colours, ring }: Props): JSX.Element {
  return (
    <SceneSheet layout={layout}>
      <AxisTips layout={layout} colours={colours} />
      <LabelsLayer labels={layout.labels} colours={colours} background={colours.canvas} />
      {ring && (
        <circle
          cx={coordinate(ring.x)}
          cy={coordinate(ring.y)}
          r={ring.r}
          fill="none"
          stroke={colours.accent}
          strokeWidth={1.6}
        />
      )}
      <LegendLayer legend={layout.legend} colours={colours} background={colours.canvas} />
      <CaptionLayer caption={layout.caption} colours={colours} background={colours.canvas} />
    </SceneSheet>
  )
}
