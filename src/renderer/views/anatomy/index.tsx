import { useAnatomyChoices } from '../../state/anatomy'
import type { View } from '../../ui/view'
import { anatomyFigure, matrixFigure } from './anatomy-figures'
import { AnatomyTools } from './anatomy-tools'
import { AnatomyView } from './anatomy-view'

export const view: View = {
  id: 'anatomy',
  title: 'Anatomy',
  place: 'centre',
  order: 40,
  component: AnatomyView,
  tools: AnatomyTools,
  figures: [anatomyFigure, matrixFigure],
  shownFigure: () => (useAnatomyChoices.getState().section === 'parts' ? anatomyFigure : matrixFigure),
}
