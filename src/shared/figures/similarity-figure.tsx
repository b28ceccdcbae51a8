import type { JSX } from 'react'
import type { Similarity } from '../similarity'
import { distinctNames } from '../two-models'
import { FigureSheet } from './figure-sheet'
import { HeatMap, type HeatMapProps } from './heat-map'
import { count, fixed } from './numbers'
import type { SimilarityEstimate, SimilaritySpec } from './similarity-spec'
import { stationName } from './trajectory-layout'
import { legible } from './words'

export const estimateNames: Readonly<Record<SimilarityEstimate, string>> = {
  biased: 'linear CKA',
  debiased: 'debiased linear CKA',
}

/** What the map shows, on whatever paper: the model's stations downwards, the reference's from left to right. */
export function similarityProps(
  answer: Similarity,
  estimate: SimilarityEstimate,
): Omit<HeatMapProps, 'theme' | 'width' | 'height'> {
  const names = distinctNames(answer.models).map(legible)
  const [own, reference] = answer.stations
  const texts = answer.texts === 1 ? 'one sentence' : `${count(answer.texts)} sentences`
  return {
    title: `CKA: ${names[0]} downwards, ${names[1]} across`,
    unit: `${estimateNames[estimate]} over ${count(answer.tokens)} tokens of ${texts}; a after attention, m after the MLP`,
    scaleName: 'CKA',
    rows: own.map((station, at) => ({
      key: station.tap,
      name: stationName(station),
      // Without bias an estimate of next to nothing may be below it.
      cells: answer[estimate][at]!.map((value) => (value === null ? null : Math.max(0, value))),
    })),
    columns: reference.map(({ kind, layer }) =>
      kind === 'embed' ? 'emb' : kind === 'mlp' ? `${layer}m` : `${layer}${kind === 'cross' ? 'c' : 'a'}`,
    ),
    largest: 1,
    text: (value) => fixed(value, 2),
  }
}

export function SimilarityFigure({ spec, answer }: { spec: SimilaritySpec; answer: Similarity }): JSX.Element {
  const props = similarityProps(answer, spec.estimate)
  return (
    <FigureSheet
      spec={spec}
      title={props.title}
      description={`A row for each station of the first model’s residual stream, a column for each of the second’s: emb after the embedding, 0a after attention of layer 0, 0m after its MLP. Colour: ${props.unit} (Kornblith et al. 2019).`}
    >
      <HeatMap {...spec} {...props} />
    </FigureSheet>
  )
}
