import type { JSX } from 'react'
import type { ModelPaths } from '../two-models'
import { measuresOf } from './models-shown'
import type { ModelsMeasure } from './models-spec'
import { StationChart, type StationChartProps } from './station-chart'

type Drawn = Pick<StationChartProps, 'width' | 'height' | 'colours' | 'background' | 'station' | 'hovered' | 'reach'>

export interface ModelsChartProps extends Drawn {
  readonly paths: ModelPaths
  readonly measure: ModelsMeasure
  /** Whether it says itself what it shows. */
  readonly titled?: boolean
}

export const measureTitles: Readonly<Record<ModelsMeasure, string>> = {
  distance: 'Distance from A to B, by layer',
  relative: 'Distance, in % of B’s step, by layer',
  cosine: 'Cosine between A and B, by layer',
}

/** How far the model's token is from the reference's after each station; a dashed line stands where the two part. */
export function ModelsChart({ paths, measure, titled = true, ...drawn }: ModelsChartProps): JSX.Element {
  const values = measuresOf(paths, measure).map((value) => (measure === 'relative' ? 100 * value : value))
  return (
    <StationChart
      {...drawn}
      stations={paths.stations}
      series={[{ key: 0, colour: drawn.colours.contexts[0]!, name: '', values, parting: paths.parting }]}
      range={measure === 'cosine' ? [Math.min(...values, 1 - 1e-5), 1] : [0, Math.max(...values, 1e-6)]}
      title={titled ? measureTitles[measure] : null}
      parting={paths.parting}
    />
  )
}
