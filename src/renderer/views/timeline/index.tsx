import type { View } from '../../ui/view'
import { TimelineTools } from './timeline-tools'
import { TimelineView } from './timeline-view'

export const view: View = {
  id: 'timeline',
  title: 'Layers',
  place: 'bottom',
  order: 10,
  component: TimelineView,
  tools: TimelineTools,
}
