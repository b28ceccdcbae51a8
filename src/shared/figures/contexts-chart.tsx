import type { JSX } from 'react'
import { letterName, pairsWithActive, type ShownContexts, valuesOf } from './contexts-shown'
import type { ContextsMeasure } from './contexts-spec'
import { StationChart, type StationChartProps } from './station-chart'

type Drawn = Pick<StationChartProps, 'width' | 'height' | 'colours' | 'background' | 'station' | 'hovered' | 'reach'>

export interface ContextsChartProps extends Drawn {
  readonly shown: ShownContexts
  readonly measure: ContextsMeasure
  /** Whether it says itself what it shows. */
  readonly titled?: boolean
}

/**
 * How far each context's token is from the active one's after each station: distance, or cosine. A line a context in its colour,
 * with its letter at the end; a dashed line stands where they part (`partingStation` in the engine).
 */
export function ContextsChart({ shown, measure, titled = true, ...drawn }: ContextsChartProps): JSX.Element {
  const { stations, parting } = shown.contexts
  const series = pairsWithActive(shown).map(({ context, pair }) => ({
    key: context,
    colour: drawn.colours.contexts[shown.letters[context]!]!,
    name: letterName(shown.letters[context]!),
    values: valuesOf(pair, measure),
    parting: pair.parting,
  }))
  const all = series.flatMap(({ values }) => values)
  const to = letterName(shown.letters[shown.active]!)
  const title = `${measure === 'distance' ? 'Distance' : 'Cosine'} to ${to}, by layer`
  return (
    <StationChart
      {...drawn}
      stations={stations}
      series={series}
      range={measure === 'distance' ? [0, Math.max(...all, 1e-6)] : [Math.min(...all, 0.999), 1]}
      title={titled ? title : null}
      parting={parting}
    />
  )
}
