import { useModelsChoices } from '../../state/two-models'
import type { View } from '../../ui/view'
import { modelHeadsFigure, modelsFigure, weightErrorsFigure } from './two-models-figures'
import { TwoModelsTools } from './two-models-tools'
import { TwoModelsView } from './two-models-view'

const bySection = {
  paths: modelsFigure,
  patterns: modelHeadsFigure,
  words: modelsFigure,
  weights: weightErrorsFigure,
}

export const view: View = {
  id: 'two-models',
  title: 'Two models',
  place: 'centre',
  order: 30,
  component: TwoModelsView,
  tools: TwoModelsTools,
  figures: [modelsFigure, modelHeadsFigure, weightErrorsFigure],
  shownFigure: () => bySection[useModelsChoices.getState().section],
}
