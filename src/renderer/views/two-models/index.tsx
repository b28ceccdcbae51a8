import { useModelsChoices } from '../../state/two-models'
import type { View } from '../../ui/view'
import { modelHeadsFigure, modelsFigure, similarityFigure, weightErrorsFigure } from './two-models-figures'
import { TwoModelsTools, TwoModelsVectors } from './two-models-tools'
import { TwoModelsView } from './two-models-view'

const bySection = {
  paths: modelsFigure,
  patterns: modelHeadsFigure,
  words: modelsFigure,
  similarity: similarityFigure,
  weights: weightErrorsFigure,
}

export const view: View = {
  id: 'two-models',
  title: 'Two models',
  place: 'centre',
  order: 30,
  component: TwoModelsView,
  tools: TwoModelsTools,
  bar: TwoModelsVectors,
  figures: [modelsFigure, modelHeadsFigure, similarityFigure, weightErrorsFigure],
  shownFigure: () => bySection[useModelsChoices.getState().section],
}
