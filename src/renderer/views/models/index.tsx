import type { View } from '../../ui/view'
import { ModelsView } from './models-view'

export const view: View = { id: 'models', title: 'Models', place: 'left', order: 10, component: ModelsView }
