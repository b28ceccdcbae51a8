import type { View } from '../../ui/view'
import { TimelineView } from './timeline-view'

export const view: View = { id: 'timeline', title: 'Layers', place: 'bottom', order: 10, component: TimelineView }
