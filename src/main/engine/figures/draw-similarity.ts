import { createElement } from 'react'
import { SimilarityFigure } from '../../../shared/figures/similarity-figure'
import type { SimilaritySpec } from '../../../shared/figures/similarity-spec'
import { compareSimilarity } from '../compare-similarity'
import { demandOther } from './demand-other'
import type { Draw } from './figure'

/** A row of the table for every two stations, with both estimates. */
export const drawSimilarity: Draw<SimilaritySpec> = async (tools, request, options) => {
  const { spec, model, device, prompt } = request
  const prompts = [prompt, ...spec.more]
  const answer = await compareSimilarity(tools, { model, other: demandOther(request), prompts, device }, options)
  const [own, reference] = answer.stations
  const rows = own.flatMap(({ tap }, a) =>
    reference.map(({ tap: other }, b) => [tap, other, answer.biased[a]![b]!, answer.debiased[a]![b]!]),
  )
  return {
    element: createElement(SimilarityFigure, { spec, answer }),
    table: [['station', 'reference_station', 'cka', 'debiased_cka'], ...rows],
    json: answer,
    tokens: [],
    name: 'cka',
  }
}
