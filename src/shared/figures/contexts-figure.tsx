import type { JSX } from 'react'
import { axesWords } from './caption'
import { LetterDisc } from './contexts/paths-layer'
import { PathsLayers } from './contexts/paths-layers'
import { ContextsChart } from './contexts-chart'
import { frameContexts, layoutContexts } from './contexts-layout'
import { letterName, type ShownContexts, sentenceLines, snippetOf, tokenOf } from './contexts-shown'
import type { ContextsSpec } from './contexts-spec'
import { FigureSheet } from './figure-sheet'
import type { PlacedLabel } from './label-layout'
import { coordinate } from './numbers'
import { type FigureColours, figureColours, type } from './theme'
import { stationName } from './trajectory-layout'
import { legible } from './words'

const rowHeight = 20
/** From one line of a sentence to the next. */
const lineHeight = 15
const margin = 14
/** The chart's share of the height, within bounds in pixels. */
const chartShare = { of: 0.34, least: 130, most: 240 }

/** The size of the picture within the figure's sheet: what a camera of it is fitted to. */
export function contextsPicture({ width, height, items }: Pick<ContextsSpec, 'width' | 'height' | 'items'>) {
  const chart = Math.min(chartShare.most, Math.max(chartShare.least, height * chartShare.of))
  const legend = items.length * rowHeight + 2 * margin
  return { width, height: Math.max(80, height - Math.max(chart, legend)) }
}

/** The paths in one picture, and under it how far they are apart, with the sentences beside that. */
export function ContextsFigure({
  spec,
  shown,
  labels,
}: {
  spec: ContextsSpec
  shown: ShownContexts
  /** A film's labels, which keep their places from frame to frame. */
  labels?: readonly PlacedLabel[] | undefined
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const background = colours.paper
  const picture = contextsPicture(spec)
  const layout = layoutContexts(shown, frameContexts(shown), { ...spec, ...picture, labels })
  const chartWidth = Math.round(spec.width * 0.54)
  return (
    <FigureSheet spec={spec} title={contextsTitle(shown)} description={contextsDescription(shown)}>
      <rect width={spec.width} height={spec.height} fill={background} />
      <PathsLayers layout={layout} colours={colours} />
      <g transform={`translate(0 ${coordinate(picture.height)})`}>
        <line x1={margin} x2={spec.width - margin} y1={0} y2={0} stroke={colours.line} strokeWidth={1} />
        <ContextsChart
          shown={shown}
          measure={spec.measure}
          width={chartWidth}
          height={spec.height - picture.height}
          colours={colours}
          background={background}
          station={spec.station}
          reach={spec.moment?.reach}
        />
        <Sentences
          shown={shown}
          colours={colours}
          x={chartWidth + 16}
          width={spec.width - chartWidth - 16 - margin}
          height={spec.height - picture.height - 2 * margin}
        />
      </g>
    </FigureSheet>
  )
}

function Sentences({
  shown,
  colours,
  x,
  width,
  height,
}: {
  shown: ShownContexts
  colours: FigureColours
  x: number
  width: number
  height: number
}): JSX.Element {
  const most = Math.max(1, Math.floor((height / shown.letters.length - (rowHeight - lineHeight)) / lineHeight))
  const sentences = shown.letters.map((_, context) => sentenceLines(shown, context, width - 24, type.note, most))
  const before = (context: number) =>
    sentences.slice(0, context).reduce((sum, lines) => sum + rowHeight + (lines.length - 1) * lineHeight, 0)
  return (
    <g id="sentences" fontSize={type.note} fill={colours.ink2}>
      {shown.letters.map((letter, context) => {
        const y = margin + 10 + before(context)
        return (
          <g key={letter}>
            <LetterDisc letter={letter} colours={colours} x={x + 8} y={y - 4} />
            {sentences[context]!.map((line, at) => (
              <text key={at} x={coordinate(x + 24)} y={coordinate(y + at * lineHeight)}>
                {line.map(({ text, strong }, part) =>
                  strong ? (
                    <tspan key={part} fontWeight={600} fill={colours.ink}>
                      {text}
                    </tspan>
                  ) : (
                    text
                  ),
                )}
              </text>
            ))}
          </g>
        )
      })}
    </g>
  )
}

export function contextsTitle(shown: ShownContexts): string {
  const { contexts, letters } = shown
  const names = letters.map((letter, context) => `${letterName(letter)} “${snippetOf(shown, context)}”`)
  if (shown.names)
    return `${names.join(', ')}: paths of “${tokenOf(shown, 0)}” through ${contexts.model.layers} layers in one basis`
  return `${names.join(', ')}: paths through ${contexts.model.layers} layers of ${legible(contexts.model.name)} in one basis`
}

export function contextsDescription({ contexts, letters, active }: ShownContexts): string {
  const to = letterName(letters[active]!)
  const parting =
    contexts.parting === null
      ? 'They do not part.'
      : `They part at ${stationName(contexts.stations[contexts.parting]!)}: the first station at which the mean of their cosines has fallen below half-way between its greatest value and its least after that.`
  return `The residual stream of one token in each of ${letters.length} sentences at ${contexts.stations.length} stations, on ${axesWords(contexts.basis, ' of all paths together')}. Under it, how far each is from ${to} in the raw residual stream. ${parting} A circle on a line is where that pair parts. Basis ${contexts.basis.hash.slice(0, 12)}.`
}
