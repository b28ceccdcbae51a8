import { useAttentionChoices } from '../../state/attention'
import { useSession } from '../../state/session'
import type { View, ViewFigure } from '../../ui/view'
import { attentionFigure, linesFigure } from './attention-figures'
import { AttentionTools } from './attention-tools'
import { AttentionView } from './attention-view'
import { headsFigure } from './heads-figure'
import { imageFigure } from './image-figure'

export const view: View = {
  id: 'attention',
  title: 'Attention',
  place: 'right',
  order: 15,
  component: AttentionView,
  tools: AttentionTools,
  figures: [attentionFigure, linesFigure, imageFigure, headsFigure],
  shownFigure,
}

/** The choice of the image stays while a model is open that sees none, whose pattern is shown as a matrix. */
function shownFigure(): ViewFigure {
  const { drawing } = useAttentionChoices.getState()
  const seesImages = useSession.getState().model?.reads?.kind === 'image'
  if (drawing === 'image' && seesImages) return imageFigure
  return drawing === 'lines' ? linesFigure : attentionFigure
}
