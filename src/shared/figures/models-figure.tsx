import type { JSX } from 'react'
import { byteText } from '../byte-text'
import type { ModelPaths, TwoModels } from '../two-models'
import { axesWords } from './caption'
import { LetterDisc } from './contexts/paths-layer'
import { PathsLayers } from './contexts/paths-layers'
import { contextsTitle } from './contexts-figure'
import { frameContexts, layoutContexts } from './contexts-layout'
import { type ShownContexts, sentenceAround } from './contexts-shown'
import { FigureSheet } from './figure-sheet'
import type { PlacedLabel } from './label-layout'
import { ModelsChart } from './models-chart'
import { shownModels } from './models-shown'
import type { ModelsSpec } from './models-spec'
import { coordinate } from './numbers'
import { type FigureColours, figureColours, type } from './theme'
import { stationName } from './trajectory-layout'
import { legible, shortened } from './words'

const margin = 14
const rowHeight = 34
/** The chart's share of the height, within bounds in pixels. */
const chartShare = { of: 0.34, least: 130, most: 240 }

/** The size of the picture within the figure's sheet: what a camera of it is fitted to. */
export function modelsPicture({ width, height }: Pick<ModelsSpec, 'width' | 'height'>) {
  const chart = Math.min(chartShare.most, Math.max(chartShare.least, height * chartShare.of))
  return { width, height: Math.max(80, height - chart) }
}

/** Both paths in one picture, and under it how far they are apart, with the models' names beside that. */
export function ModelsFigure({
  spec,
  answer,
  paths,
  labels,
}: {
  spec: ModelsSpec
  answer: TwoModels
  paths: ModelPaths
  /** A film's labels, which keep their places from frame to frame. */
  labels?: readonly PlacedLabel[] | undefined
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const background = colours.paper
  const picture = modelsPicture(spec)
  const shown = shownModels(answer, paths)
  const layout = layoutContexts(shown, frameContexts(shown), { ...spec, ...picture, labels })
  const chartWidth = Math.round(spec.width * 0.56)
  const legend = { x: chartWidth + 16, width: spec.width - chartWidth - 16 - margin }
  return (
    <FigureSheet spec={spec} title={contextsTitle(shown)} description={modelsDescription(answer, paths)}>
      <rect width={spec.width} height={spec.height} fill={background} />
      <PathsLayers layout={layout} colours={colours} />
      <g transform={`translate(0 ${coordinate(picture.height)})`}>
        <line x1={margin} x2={spec.width - margin} y1={0} y2={0} stroke={colours.line} strokeWidth={1} />
        <ModelsChart
          paths={paths}
          measure={spec.measure}
          width={chartWidth}
          height={spec.height - picture.height}
          colours={colours}
          background={background}
          station={spec.station}
          reach={spec.moment?.reach}
        />
        <Names shown={shown} answer={answer} colours={colours} {...legend} />
      </g>
    </FigureSheet>
  )
}

/** Each model's letter, name and dtype, and the sentence that both were run on. */
function Names({
  shown,
  answer,
  colours,
  x,
  width,
}: {
  shown: ShownContexts
  answer: TwoModels
  colours: FigureColours
  x: number
  width: number
}): JSX.Element {
  const [before, word, after] = sentenceAround(shown, 0, width, type.note)
  const most = Math.max(6, Math.floor((width - 24) / 6.4))
  return (
    <g id="models" fontSize={type.note} fill={colours.ink2}>
      {answer.models.map(({ dtype, bytes }, index) => {
        const y = margin + 10 + index * rowHeight
        return (
          <g key={index}>
            <LetterDisc letter={index} colours={colours} x={x + 8} y={y - 4} />
            <text x={coordinate(x + 24)} y={y} fill={colours.ink} fontWeight={600}>
              {shortened(legible(shown.names![index]!), most)}
            </text>
            <text x={coordinate(x + 24)} y={y + 14} fontSize={type.label}>
              {shortened(`${index === 1 ? 'reference, ' : ''}${dtype}, ${byteText(bytes)}`, most)}
            </text>
          </g>
        )
      })}
      <text x={coordinate(x)} y={margin + 12 + 2 * rowHeight + 6}>
        {before}
        <tspan fontWeight={600} fill={colours.ink}>
          {word}
        </tspan>
        {after}
      </text>
    </g>
  )
}

export function modelsDescription({ models }: TwoModels, { stations, parting, basis }: ModelPaths): string {
  const where =
    parting === null
      ? 'They do not part.'
      : `They part at ${stationName(stations[parting]!)}: the first station at which their cosine has fallen below half-way between its greatest value and its least after that.`
  return `The residual stream of one token in two models at ${stations.length} stations, on ${axesWords(basis, ' of both paths together')}: A is ${legible(models[0].name)}, B the reference, ${legible(models[1].name)}. Under it, how far they are apart in the raw residual stream. ${where} Basis ${basis.hash.slice(0, 12)}.`
}
