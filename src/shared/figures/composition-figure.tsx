import type { JSX } from 'react'
import { type AttentionPlace, type Head, headLabel, placeLabel } from '../attention-places'
import { type Composition, type CompositionKind, compositionKind, type ModelCircuits } from '../circuits'
import type { CompositionSpec } from './circuit-spec'
import { noteLine } from './circuit-text'
import { ColourBar } from './colour-bar'
import {
  type CompositionChoice,
  compositionGrid,
  edgePath,
  edgeShifts,
  inductionHeads,
  isSameHead,
  nodeAt,
  shownCompositions,
} from './composition-layout'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { inLines } from './in-lines'
import { coordinate, fixed } from './numbers'
import { diverging, inkOn } from './scales'
import { textWidth, wrapped } from './text-width'
import { type FigureColours, figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible } from './words'

const margin = 14
/** Of the first line of the legend, and from one line to the next; from the last to the heads. */
const [legendBase, legendLine, underLegend] = [57, 17, 27]
const swatch = 18
const labels = 20
const bar = { from: -1, ends: ['−1', '1'], name: 'copying score' } as const

export interface CompositionGraphProps extends CompositionChoice {
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  readonly answer: ModelCircuits
  readonly places: readonly AttentionPlace[]
  readonly background?: string
  /** Ringed: the head that is chosen in the window. */
  readonly chosen?: Head
  readonly onChoose?: (head: Head) => void
}

export function kindColour(colours: FigureColours, kind: CompositionKind): string {
  return { q: colours.attention, k: colours.mlp, v: colours.cross }[kind]
}

/**
 * Heads as nodes, attentions from left to right, coloured by whether they copy; a line for each composition, under the nodes. Rings
 * are around the heads of induction circuits.
 */
export function CompositionGraph(props: CompositionGraphProps): JSX.Element {
  const { theme, width, height, answer, places, background, chosen, onChoose, kinds, threshold, head } = props
  const colours = figureColours[theme]
  const fill = diverging(theme)
  const title = head ? `Compositions of head ${headLabel(places, head)}` : 'Composition of heads'
  const notes = wrapped(notesOf(answer), width - 2 * margin)
  const bottom = margin + labels + notes.length * noteLine
  const heads = Math.max(1, ...answer.heads.map((row) => row.length))
  const shown = shownCompositions(answer, props)
  const { words, entries, top } = layoutTop(answer, props, shown.length, title, width)
  const left = margin + Math.max(...[String(heads - 1), 'head'].map((text) => textWidth(text, type.label))) + 8
  const grid = compositionGrid(answer.heads, { left, top, width: width - left - margin, height: height - top - bottom })
  const most = Math.max(...shown.map(({ score }) => score), threshold + 1e-9)
  const shifts = edgeShifts(grid, shown)
  const from = head ? answer.baseline : threshold
  const marked = inductionHeads(answer)
  const circuits = answer.inductions.filter(
    ({ previous, induction }) =>
      kinds.includes('k') && (head === null || isSameHead(previous, head) || isSameHead(induction, head)),
  )
  const isCircuit = (one: Composition) =>
    one.kind === 'k' &&
    circuits.some(({ previous, induction }) => isSameHead(previous, one.from) && isSameHead(induction, one.to))
  const stride = Math.max(1, Math.ceil(18 / grid.across))
  const rowStride = Math.max(1, Math.ceil(13 / grid.down))
  return (
    <g>
      <rect width={width} height={height} fill={background ?? colours.paper} />
      <HeadWords head={words} colours={colours} />
      <g id="legend" fontSize={type.label} fill={colours.ink2}>
        {entries.map(({ mark, text, x, y }) => (
          <g key={mark} transform={`translate(${coordinate(x)} ${y})`}>
            {mark === 'previous' || mark === 'induction' ? (
              <circle
                cx={7}
                cy={0}
                r={6}
                fill="none"
                stroke={colours.ink}
                strokeWidth={1.75}
                {...(mark === 'previous' && { strokeDasharray: '2.5 2' })}
              />
            ) : (
              <line x1={0} y1={0} x2={swatch} y2={0} stroke={kindColour(colours, mark)} strokeWidth={2.5} />
            )}
            <text x={swatch + 5} y={4}>
              {text}
            </text>
          </g>
        ))}
      </g>
      <ColourBar {...words.bar} {...bar} colour={fill} ink={colours.ink2} />
      <g id="compositions" fill="none">
        {shown.map((one) => {
          const share = Math.max(0, Math.min(1, (one.score - from) / Math.max(1e-9, most - from)))
          const isMarked = isCircuit(one)
          return (
            <path
              key={`${one.kind} ${one.from.layer}.${one.from.head} ${one.to.layer}.${one.to.head}`}
              d={edgePath(grid, one, shifts.get(one))}
              stroke={kindColour(colours, one.kind)}
              strokeWidth={coordinate(0.8 + 2.4 * share)}
              opacity={isMarked ? 1 : coordinate(0.35 + 0.5 * share)}
            />
          )
        })}
      </g>
      <g id="heads" textAnchor="middle">
        {answer.heads.map((row, layer) =>
          row.map(({ copying }, index) => {
            const { x, y } = nodeAt(grid, { layer, head: index })
            const colour = copying === null ? colours.paper : fill(copying)
            const key = `${layer}.${index}`
            const [isPrevious, isInduction] = [marked.previous.has(key), marked.induction.has(key)]
            const isChosen = chosen !== undefined && isSameHead(chosen, { layer, head: index })
            const ring = isChosen ? colours.accent : isPrevious || isInduction ? colours.ink : colours.line
            const size = Math.min(type.label, grid.radius * 1.05)
            return (
              <g
                key={key}
                {...(onChoose && { onClick: () => onChoose({ layer, head: index }), style: { cursor: 'pointer' } })}
              >
                {isChosen && (
                  <circle cx={coordinate(x)} cy={coordinate(y)} r={coordinate(grid.radius + 3)} fill={colours.accent} />
                )}
                <circle
                  cx={coordinate(x)}
                  cy={coordinate(y)}
                  r={coordinate(grid.radius)}
                  fill={colour}
                  stroke={ring}
                  strokeWidth={isPrevious || isInduction ? 1.75 : 0.75}
                  {...(isPrevious && !isInduction && { strokeDasharray: '2.5 2' })}
                />
                {size >= 6 && (
                  <text
                    x={coordinate(x)}
                    y={coordinate(y + size * 0.36)}
                    fontSize={coordinate(size)}
                    fill={copying === null ? colours.ink2 : inkOn(colour)}
                  >
                    {index}
                  </text>
                )}
              </g>
            )
          }),
        )}
      </g>
      <g fontSize={type.label} fill={colours.ink2}>
        {places.map(
          (place, layer) =>
            layer % stride === 0 && (
              <text
                key={place.name}
                x={coordinate(nodeAt(grid, { layer, head: 0 }).x)}
                y={height - bottom + 14}
                textAnchor="middle"
              >
                {placeLabel(place)}
              </text>
            ),
        )}
        <text x={margin} y={top - 4}>
          head
        </text>
        {Array.from(
          { length: heads },
          (_, index) =>
            index % rowStride === 0 && (
              <text
                key={index}
                x={left - 4}
                y={coordinate(nodeAt(grid, { layer: 0, head: index }).y + 4)}
                textAnchor="end"
              >
                {index}
              </text>
            ),
        )}
        {notes.map((text, at) => (
          <text key={text} x={margin} y={height - margin - (notes.length - 1 - at) * noteLine + 3}>
            {text}
          </text>
        ))}
      </g>
    </g>
  )
}

/** What stands above the heads. */
function layoutTop(
  { baseline, inductions }: Pick<ModelCircuits, 'baseline' | 'inductions'>,
  { head, threshold, kinds }: Pick<CompositionGraphProps, 'head' | 'threshold' | 'kinds'>,
  shown: number,
  title: string,
  width: number,
) {
  const from = head
    ? `above chance, ${fixed(baseline, 3)}`
    : `from ${fixed(threshold, 3)}; chance ${fixed(baseline, 3)}`
  const note = `${shown} ${shown === 1 ? 'composition' : 'compositions'} with scores ${from}`
  const words = layoutHead({ title, note, width, bar })
  const marks = [
    ...kinds.map((kind) => ({ mark: kind, text: kind.toUpperCase() })),
    ...(inductions.length > 0
      ? ([
          { mark: 'previous', text: 'previous token' },
          { mark: 'induction', text: 'induction' },
        ] as const)
      : []),
  ]
  const placed = inLines(
    marks.map(({ text }) => swatch + 5 + textWidth(text, type.label)),
    { from: margin, to: width - margin, gap: 16 },
  )
  const base = legendBase + words.extra
  const entries = marks.map((one, at) => ({ ...one, x: placed[at]!.x, y: base + placed[at]!.line * legendLine }))
  return { words, entries, top: (entries.at(-1)?.y ?? base) + underLegend }
}

/** What induction circuits are told by. */
export function behaviourText({
  inductions,
  randomLength,
}: Pick<ModelCircuits, 'inductions' | 'randomLength'>): string {
  const what = inductions.length === 0 ? 'No induction circuit is found' : 'Induction circuits are told'
  return randomLength === null
    ? `${what} by the weights alone: K-composition that stands out, and copying.`
    : `${what} by K-composition that stands out and by a run on ${randomLength} random tokens said twice.`
}

/** What of weak compositions is not there to be drawn; empty where all are told. */
export function toldText({ spread }: Pick<ModelCircuits, 'spread'>): string {
  const cut = compositionKind.options.filter((kind) => spread[kind].toldFrom > 0)
  if (cut.length === 0) return ''
  const below = cut.map((kind) => `${kind.toUpperCase()} below ${fixed(spread[kind].toldFrom, 3)}`)
  return `Of ${below.join(', ')} only each head’s strongest are known here.`
}

function notesOf(answer: ModelCircuits): string[] {
  return [toldText(answer), behaviourText(answer), ...answer.notes.map(legible)].filter((text) => text !== '')
}

/** How tall it is at a width. */
export function compositionHeight(answer: ModelCircuits, width: number): number {
  const all = { head: null, threshold: 0, kinds: ['q', 'k', 'v'] } as const
  const { top } = layoutTop(answer, all, answer.compositions.length, 'Composition of heads', width)
  const heads = Math.max(1, ...answer.heads.map((row) => row.length))
  const notes = wrapped(notesOf(answer), width - 2 * margin).length
  return top + Math.max(150, heads * Math.min(44, Math.max(16, 420 / heads))) + margin + labels + notes * noteLine
}

/** All heads of a model, and how they compose. */
export function CompositionFigure({
  spec,
  answer,
  places,
}: {
  spec: CompositionSpec
  answer: ModelCircuits
  places: readonly AttentionPlace[]
}): JSX.Element {
  return (
    <FigureSheet
      spec={spec}
      title={`Composition of heads: ${legible(spec.model.name)}`}
      description={`A column for each of ${places.length} attentions, a node for each head, coloured by its copying score. A line for each composition ${spec.head ? `of head ${headLabel(places, spec.head)}` : `from ${fixed(spec.threshold, 3)}`}. ${notesOf(answer).join(' ')}`}
    >
      <CompositionGraph {...spec} answer={answer} places={places} />
    </FigureSheet>
  )
}
