import type { JSX } from 'react'
import { type AttentionPlace, mostHeads } from '../attention-places'
import { distinctNames, type HeadDifference, type TwoModels } from '../two-models'
import { FigureSheet } from './figure-sheet'
import { HeatMap } from './heat-map'
import type { ModelHeadsSpec, PatternRows } from './models-spec'
import { fixed } from './numbers'
import { legible, plainWord } from './words'

/** The deepest colour is no smaller difference than this: what two ways of computing the same round is none to see. */
export const leastScale = 0.001

/** A head's number on the map; null for one whose queries are not the token's text. */
export function headNumber({ row, mean }: HeadDifference, rows: PatternRows): number | null {
  return rows === 'token' ? row : mean
}

/** Attentions downwards, heads from left to right: how far each head's two patterns are apart. */
export function ModelHeadsFigure({
  spec,
  answer,
  places,
  patterns,
}: {
  spec: ModelHeadsSpec
  answer: TwoModels
  places: readonly AttentionPlace[]
  patterns: readonly (readonly HeadDifference[])[]
}): JSX.Element {
  const names = distinctNames(answer.models).map(legible)
  const word = `“${legible(plainWord(answer.tokens[answer.position]!.text))}”`
  const cells = patterns.map((heads) => heads.map((head) => headNumber(head, spec.rows)))
  const largest = Math.max(leastScale, ...cells.flat().map((value) => value ?? 0))
  // Two quantisations of a model may be apart by thousandths.
  const digits = largest >= 0.1 ? 2 : largest >= 0.01 ? 3 : 4
  const title =
    spec.rows === 'token'
      ? `Patterns of ${word}: ${names[0]} against ${names[1]}`
      : `Patterns: ${names[0]} against ${names[1]}`
  const unit = `total variation distance${spec.rows === 'token' ? '' : ', mean over all rows'}`
  return (
    <FigureSheet
      spec={spec}
      title={title}
      description={`A row for each of ${patterns.length} attentions, a column for each head. Colour: ${unit}, half the sum of the differences of two rows of weights.`}
    >
      <HeatMap
        {...spec}
        title={title}
        unit={unit}
        scaleName="distance"
        rows={cells.map((row, index) => ({
          key: String(index),
          name: /^\d/.test(places[index]!.name) ? `L${places[index]!.name}` : places[index]!.name,
          cells: row,
        }))}
        across="head"
        columns={Array.from({ length: mostHeads(places) }, (_, head) => String(head))}
        largest={largest}
        text={(value) => fixed(value, digits)}
      />
    </FigureSheet>
  )
}
