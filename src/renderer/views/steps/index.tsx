import type { View } from '../../ui/view'
import { StepsTools } from './steps-tools'
import { StepsView } from './steps-view'

export const view: View = {
  id: 'steps',
  title: 'Steps',
  place: 'right',
  order: 10,
  component: StepsView,
  tools: StepsTools,
}
