import type { View } from '../../ui/view'
import { lensFigure, nextWordsFigure } from './prediction-figures'
import { PredictionTools } from './prediction-tools'
import { PredictionView } from './prediction-view'

export const view: View = {
  id: 'prediction',
  title: 'Predict',
  place: 'right',
  order: 14,
  component: PredictionView,
  tools: PredictionTools,
  figures: [lensFigure, nextWordsFigure],
}
