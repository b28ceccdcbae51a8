import type { JSX } from 'react'
import type { Anatomy } from '../anatomy'
import { LayerBars, legendLayout, PartsLegend, ShareBars, shareBarsHeight } from './anatomy-bars'
import type { AnatomySpec } from './anatomy-spec'
import { FigureSheet } from './figure-sheet'
import { figureColours } from './theme'
import { legible } from './words'

const top = 12

/** Height that suits the figure of so many models at a width. */
export function anatomyHeight(models: readonly Anatomy[], width: number): number {
  return top + shareBarsHeight(models.length) + legendLayout(models, width).height + 14 + 190
}

/** Shares of all models as bars on one scale, and under them the first one's layers. */
export function AnatomyFigure({ spec, models }: { spec: AnatomySpec; models: readonly Anatomy[] }): JSX.Element {
  const { theme, width, height } = spec
  const background = figureColours[theme].paper
  const [own] = models as readonly [Anatomy]
  const legendTop = top + shareBarsHeight(models.length)
  const layersTop = legendTop + legendLayout(models, width).height + 14
  return (
    <FigureSheet
      spec={spec}
      title={`Parameters of ${legible(own.name)}`}
      description={`A bar for each of ${models.length} models from 0 to 100 % of its parameters, cut into what they are for; under them the parameters of each layer of ${legible(own.name)}. What is shared, as a tied unembedding, is counted once.`}
    >
      <rect width={width} height={height} fill={background} />
      <g transform={`translate(0 ${top})`}>
        <ShareBars theme={theme} width={width} background={background} models={models} />
      </g>
      <g transform={`translate(0 ${legendTop})`}>
        <PartsLegend theme={theme} width={width} models={models} />
      </g>
      <g transform={`translate(0 ${layersTop})`}>
        <LayerBars
          theme={theme}
          width={width}
          height={Math.max(70, height - layersTop - 6)}
          background={background}
          model={own}
        />
      </g>
    </FigureSheet>
  )
}
