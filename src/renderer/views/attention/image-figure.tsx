import { AttentionImageFigure, imageAspect } from '../../../shared/figures/attention-image-figure'
import type { AttentionImageSpec } from '../../../shared/figures/attention-spec'
import { patchTokens } from '../../../shared/patches'
import { patternName } from '../../../shared/shown-pattern'
import { usePicture } from '../../state/media'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'
import { useShownPattern } from './use-shown-pattern'

/** One query's weights over the image. */
export const imageFigure: ViewFigure = { kind: 'attention-image', title: 'Attention over the image', use: useFigure }

function useFigure(): FigureOffer | null {
  const image = useSession(({ model }) => (model?.reads?.kind === 'image' ? model.reads : null))
  const position = useSelection((selection) => selection.position)
  const picture = usePicture()
  const shown = useShownPattern()
  if (!shown || !image || !picture) return null
  const { common, choice, pattern, places } = shown
  const query = Math.min(position ?? pattern.queries - 1, pattern.queries - 1)
  const spec = (paper: Paper): AttentionImageSpec => ({ ...paper, ...common, query, kind: 'attention-image' })
  return {
    spec,
    draw: (paper) => (
      <AttentionImageFigure spec={spec(paper)} pattern={pattern} places={places} image={image} picture={picture} />
    ),
    nameParts: [patternName(choice, places), patchTokens(image)[query]?.text ?? ''],
    aspect: (width) => imageAspect(image, width),
  }
}
