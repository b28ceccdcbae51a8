import type { View } from '../../ui/view'
import { FactsView } from './facts-view'

export const view: View = { id: 'model', title: 'Model', place: 'left', order: 30, component: FactsView }
