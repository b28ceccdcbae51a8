import type { View } from '../../ui/view'
import { MovesTools } from './moves-tools'
import { MovesView } from './moves-view'

export const view: View = {
  id: 'moves',
  title: 'Moves',
  place: 'right',
  order: 12,
  component: MovesView,
  tools: MovesTools,
}
