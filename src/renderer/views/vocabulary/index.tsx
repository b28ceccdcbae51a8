import type { View } from '../../ui/view'
import { VocabularyBar } from './vocabulary-bar'
import { vocabularyFigure } from './vocabulary-figures'
import { VocabularyTools } from './vocabulary-tools'
import { VocabularyView } from './vocabulary-view'

export const view: View = {
  id: 'vocabulary',
  title: 'Words',
  place: 'centre',
  order: 28,
  component: VocabularyView,
  tools: VocabularyTools,
  bar: VocabularyBar,
  figures: [vocabularyFigure],
}
