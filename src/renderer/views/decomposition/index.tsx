import type { View } from '../../ui/view'
import { moveMapFigure, movePartsFigure } from './moves-figures'
import { MovesTools } from './moves-tools'
import { MovesView } from './moves-view'

export const view: View = {
  id: 'moves',
  title: 'Moves',
  place: 'right',
  order: 12,
  component: MovesView,
  tools: MovesTools,
  figures: [movePartsFigure, moveMapFigure],
}
