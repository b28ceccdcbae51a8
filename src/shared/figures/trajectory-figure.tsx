import type { JSX } from 'react'
import type { Trajectory, TrajectoryView } from '../trajectory'
import { axesWords } from './caption'
import { FigureSheet } from './figure-sheet'
import { HeadingLayer } from './film/heading-layer'
import { type FramedTrajectory, frameTrajectory, framed as inFrame } from './frame'
import type { PlacedLabel } from './label-layout'
import { count, fixed, percent } from './numbers'
import { figureColours } from './theme'
import { ArrowsLayer } from './trajectory/arrows-layer'
import { AxesLayer, FloorLayer, ShadowLayer } from './trajectory/axes-layer'
import { CaptionLayer } from './trajectory/caption-layer'
import { LabelsLayer } from './trajectory/labels-layer'
import { LegendLayer } from './trajectory/legend-layer'
import { OthersLayer } from './trajectory/others-layer'
import { PathLayer } from './trajectory/path-layer'
import { WordsLayer } from './trajectory/words-layer'
import { type LayoutArrow, layoutTrajectory, type TrajectoryLayout, tokenName } from './trajectory-layout'
import type { TrajectorySpec } from './trajectory-spec'
import { legible, shortened } from './words'

export interface TrajectoryFigureProps {
  readonly spec: TrajectorySpec
  readonly trajectory: Trajectory
  /** The parts of the step that the spec names, in the path's units. */
  readonly arrows?: readonly LayoutArrow[]
  /** A film's labels, which keep their places from frame to frame. */
  readonly labels?: readonly PlacedLabel[] | undefined
}

const noArrows: readonly LayoutArrow[] = []

/**
 * One token's path through the layers as a drawing. It is the same in the window and, through `renderToStaticMarkup`, in a
 * file; from the back: floor, shadow, axes, words, other tokens, the path, arrows,
 * labels, legend, caption.
 */
export function TrajectoryFigure({ spec, trajectory, arrows = noArrows, labels }: TrajectoryFigureProps): JSX.Element {
  const colours = figureColours[spec.theme]
  const framed = frameTrajectory(trajectory)
  const layout = layoutFigure(spec, trajectory, framed, arrows, labels)
  const background = colours.paper
  return (
    <FigureSheet
      spec={spec}
      title={figureTitle(trajectory)}
      description={figureDescription(trajectory, framed, layout)}
    >
      <rect id="background" width={spec.width} height={spec.height} fill={background} />
      <FloorLayer layout={layout} colours={colours} />
      <ShadowLayer layout={layout} colours={colours} />
      <AxesLayer layout={layout} colours={colours} />
      <WordsLayer layout={layout} colours={colours} />
      <OthersLayer layout={layout} colours={colours} />
      <PathLayer layout={layout} colours={colours} background={background} />
      <ArrowsLayer layout={layout} colours={colours} background={background} />
      <LabelsLayer labels={layout.labels} colours={colours} background={background} />
      <HeadingLayer heading={layout.heading} colours={colours} />
      <LegendLayer legend={layout.legend} colours={colours} background={background} />
      <CaptionLayer caption={layout.caption} colours={colours} background={background} />
    </FigureSheet>
  )
}

/** Where everything of the figure stands; `arrows` are in the path's units. */
export function layoutFigure(
  spec: TrajectorySpec,
  trajectory: Trajectory,
  framed: FramedTrajectory,
  arrows: readonly LayoutArrow[],
  labels?: readonly PlacedLabel[],
): TrajectoryLayout {
  return layoutTrajectory(trajectory, framed, {
    ...spec,
    pinned: new Set(spec.pinned),
    arrows: arrows.map((arrow) => ({
      ...arrow,
      from: inFrame(framed.frame, arrow.from),
      to: inFrame(framed.frame, arrow.to),
    })),
    labels,
  })
}

const viewNames: Readonly<Record<TrajectoryView, string>> = {
  raw: 'raw residual stream',
  unit: 'unit length',
  final: 'through the final norm',
}

const longestPrompt = 200

export function figureTitle(trajectory: Trajectory): string {
  const { model, tokens, position, view } = trajectory
  const said = sentenceOf(tokens.filter(({ side }) => side === 'decoder'))
  const own = sentenceOf(tokens.filter(({ side }) => side !== 'decoder'))
  const prompt = [own, said].filter((text) => text !== '').join(' → ')
  return `${tokenName(trajectory, position)} in \u201c${shortened(legible(prompt), longestPrompt)}\u201d: path through ${model.layers} layers of ${legible(model.name)}, ${viewNames[view]}`
}

/** The tokens as a person would write them. WordPiece marks what goes on with a word; the others, what begins one. */
function sentenceOf(tokens: Trajectory['tokens']): string {
  const texts = tokens.filter(({ special }) => !special).map(({ text }) => text)
  if (texts.some((text) => text.startsWith(' '))) return texts.join('').trim()
  return texts.reduce((sentence, text) => sentence + (text.startsWith('##') ? text.slice(2) : ` ${text}`), '').trim()
}

export function figureDescription(trajectory: Trajectory, framed: FramedTrajectory, layout: TrajectoryLayout): string {
  const { steps, basis, words, vocabulary } = trajectory
  const last = steps.at(-1)
  const shares = basis.shares.map((share) => percent(share)).join(', ')
  const far =
    framed.farWords.length > 0 ? ` ${count(framed.farWords.length)} words lie too far out and are not drawn.` : ''
  const shadow =
    layout.shadow.length > 0 ? ' The line on the floor is the path\u2019s shadow, its first two components.' : ''
  return `The residual stream at ${steps.length} stations, after the embedding and then after each attention and each MLP, on ${axesWords(basis)}, which keep ${shares} of the path\u2019s variance. Cosine of the end to the start: ${fixed(last?.cosineToStart ?? 1, 2)}. ${count(words.length)} words of ${count(vocabulary)} are those nearest to the path.${far} A square of the floor is ${shortNumber(layout.square)} wide, in the units of the vectors.${shadow}${arrowsTold(layout)} Basis ${basis.hash.slice(0, 12)}.`
}

function arrowsTold({ arrows }: TrajectoryLayout): string {
  return arrows.length === 0 ? '' : ` One step also as ${arrows.length} arrows, one a part, which add up to it.`
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)))
}
