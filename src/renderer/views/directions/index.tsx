import { useDirections } from '../../state/directions'
import type { View } from '../../ui/view'
import { anglesFigure, arithmeticFigure, directionFigure, probeFigure } from './directions-figures'
import { DirectionsTools } from './directions-tools'
import { DirectionsView } from './directions-view'

const ofPart = {
  arithmetic: arithmeticFigure,
  direction: directionFigure,
  probe: probeFigure,
  angles: anglesFigure,
} as const

export const view: View = {
  id: 'directions',
  title: 'Directions',
  place: 'centre',
  order: 30,
  component: DirectionsView,
  tools: DirectionsTools,
  figures: [directionFigure, arithmeticFigure, probeFigure, anglesFigure],
  shownFigure: () => ofPart[useDirections.getState().part],
}
