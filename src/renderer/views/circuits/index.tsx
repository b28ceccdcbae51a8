import { useCircuitChoices } from '../../state/circuits'
import type { View } from '../../ui/view'
import { circuitMatrixFigure, circuitSpectrumFigure, compositionFigure } from './circuits-figures'
import { CircuitsTools } from './circuits-tools'
import { CircuitsView } from './circuits-view'

export const view: View = {
  id: 'circuits',
  title: 'Circuits',
  place: 'right',
  order: 17,
  component: CircuitsView,
  tools: CircuitsTools,
  figures: [circuitMatrixFigure, circuitSpectrumFigure, compositionFigure],
  shownFigure: () => (useCircuitChoices.getState().section === 'heads' ? compositionFigure : circuitMatrixFigure),
}
