import type { View } from '../../ui/view'
import { StoriesView } from './stories-view'

export const view: View = { id: 'stories', title: 'Stories', place: 'left', order: 20, component: StoriesView }
