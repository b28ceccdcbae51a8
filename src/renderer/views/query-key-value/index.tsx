import type { View } from '../../ui/view'
import { queryKeyFigure } from './query-key-figures'
import { QueryKeyTools } from './query-key-tools'
import { QueryKeyView } from './query-key-view'

export const view: View = {
  id: 'query-key',
  title: 'Q · K · V',
  place: 'right',
  order: 16,
  component: QueryKeyView,
  tools: QueryKeyTools,
  figures: [queryKeyFigure],
}
