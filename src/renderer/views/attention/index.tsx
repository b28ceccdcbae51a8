import type { View } from '../../ui/view'
import { attentionFigure, linesFigure } from './attention-figures'
import { AttentionTools } from './attention-tools'
import { AttentionView } from './attention-view'
import { headsFigure } from './heads-figure'
import { imageFigure } from './image-figure'

export const view: View = {
  id: 'attention',
  title: 'Attention',
  place: 'right',
  order: 15,
  component: AttentionView,
  tools: AttentionTools,
  figures: [attentionFigure, linesFigure, imageFigure, headsFigure],
}
