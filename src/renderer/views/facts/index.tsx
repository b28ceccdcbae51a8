import type { View } from '../../ui/view'
import { FactsView } from './facts-view'

export const view: View = { id: 'model', title: 'Model', place: 'right', order: 20, component: FactsView }
