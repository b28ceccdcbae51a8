import type { JSX } from 'react'
import { headOf, type LayerPatterns } from '../attention'
import { type AttentionPlace, mostHeads } from '../attention-places'
import type { AttentionHeadsSpec } from './attention-spec'
import { CellsImage } from './cells-image'
import { ColourBar } from './colour-bar'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate } from './numbers'
import { sequential } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import { weightBar } from './weight-bar'
import { legible } from './words'

const margin = 14
const standardTop = 62
const title = 'Attention of every head'
const note = 'layers downwards, heads to the right'
/** Between the small pictures, as a share of their pitch. */
const gap = 0.08

/** Height by width that keeps the pictures square. */
export function headsAspect(places: readonly AttentionPlace[], width: number): number {
  const side = (width - 2 * margin - 40) / Math.max(1, mostHeads(places))
  const { extra } = layoutHead({ title, note, width, bar: weightBar })
  return Math.min(3, (standardTop + extra + places.length * side + margin) / width)
}

/** The pattern of every head: an attention in each row, first layer uppermost, a head in each column. Each picture is one image. */
export function AttentionHeadsFigure({
  spec,
  places,
  patterns,
}: {
  spec: AttentionHeadsSpec
  places: readonly AttentionPlace[]
  /** In the order of `places`. */
  patterns: readonly LayerPatterns[]
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const colour = sequential(spec.theme)
  const heads = mostHeads(places)
  const names = places.map(({ name, layer }) => (name === `${layer}` ? `L${name}` : name))
  const left = margin + 8 + Math.max(...names.map((name) => textWidth(name, type.label)))
  const head = layoutHead({ title, note, width: spec.width, bar: weightBar })
  const top = standardTop + head.extra
  const pitch = Math.min((spec.width - left - margin) / heads, (spec.height - top - margin) / places.length)
  const side = pitch * (1 - gap)
  const stride = Math.max(1, Math.ceil(22 / pitch))
  const rows = Math.max(1, Math.ceil((1.15 * type.label) / pitch))
  const [first] = patterns
  return (
    <FigureSheet
      spec={spec}
      title={`${title}: ${legible(spec.model.name)}`}
      description={`A row for each of ${places.length} attentions, a column for each of ${heads} heads; in each picture ${first?.queries ?? 0} queries downwards and ${first?.keys ?? 0} keys to the right. Colour: attention weight, from 0 to 1. Grey: masked.`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <ColourBar {...head.bar} {...weightBar} colour={colour} ink={colours.ink2} />
      <g id="patterns">
        {patterns.flatMap((pattern, row) =>
          Array.from({ length: pattern.heads }, (_, head) => (
            <CellsImage
              key={`${row}.${head}`}
              values={shownWeights(pattern, head)}
              columns={pattern.keys}
              colour={colour}
              missing={colours.grid}
              x={left + head * pitch}
              y={top + row * pitch}
              width={side}
              height={side}
            />
          )),
        )}
      </g>
      <g id="names" fontSize={type.label} fill={colours.ink2}>
        {names.map(
          (name, row) =>
            row % rows === 0 && (
              <text
                key={name}
                x={coordinate(left - 6)}
                y={coordinate(top + row * pitch + side / 2 + 4)}
                textAnchor="end"
              >
                {name}
              </text>
            ),
        )}
        {Array.from({ length: heads }, (_, head) => head)
          .filter((head) => head % stride === 0)
          .map((head) => (
            <text key={head} x={coordinate(left + head * pitch + side / 2)} y={top - 5} textAnchor="middle">
              {head}
            </text>
          ))}
      </g>
    </FigureSheet>
  )
}

/** NaN where the mask hides a key, so that it is no zero. */
function shownWeights(pattern: LayerPatterns, head: number): Float32Array {
  const scores = headOf(pattern, pattern.scores, head)
  return headOf(pattern, pattern.weights, head).map((weight, at) =>
    scores[at] === Number.NEGATIVE_INFINITY ? Number.NaN : weight,
  )
}
