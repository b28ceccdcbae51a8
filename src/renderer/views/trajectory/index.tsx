import type { View } from '../../ui/view'
import { pathFigure } from './path-figure'
import { TrajectoryTools } from './tools'
import { TrajectoryBar } from './trajectory-bar'
import { TrajectoryView } from './trajectory-view'

export const view: View = {
  id: 'trajectory',
  title: 'Path',
  place: 'centre',
  order: 10,
  component: TrajectoryView,
  tools: TrajectoryTools,
  bar: TrajectoryBar,
  figures: [pathFigure],
}
