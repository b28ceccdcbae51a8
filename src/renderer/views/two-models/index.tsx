import type { View } from '../../ui/view'
import { modelHeadsFigure, modelsFigure, weightErrorsFigure } from './two-models-figures'
import { TwoModelsTools } from './two-models-tools'
import { TwoModelsView } from './two-models-view'

export const view: View = {
  id: 'two-models',
  title: 'Two models',
  place: 'centre',
  order: 30,
  component: TwoModelsView,
  tools: TwoModelsTools,
  figures: [modelsFigure, modelHeadsFigure, weightErrorsFigure],
}
