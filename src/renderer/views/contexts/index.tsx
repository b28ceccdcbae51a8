import type { View } from '../../ui/view'
import { ContextsBar } from './contexts-bar'
import { contextsFigure } from './contexts-figures'
import { ContextsTools } from './contexts-tools'
import { ContextsView } from './contexts-view'

export const view: View = {
  id: 'contexts',
  title: 'Contexts',
  place: 'centre',
  order: 20,
  component: ContextsView,
  tools: ContextsTools,
  bar: ContextsBar,
  figures: [contextsFigure],
}
