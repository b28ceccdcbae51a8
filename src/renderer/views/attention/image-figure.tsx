import { AttentionImageFigure, imageAspect } from '../../../shared/figures/attention-image-figure'
import type { AttentionImageSpec } from '../../../shared/figures/attention-spec'
import { patchTokens } from '../../../shared/patches'
import { isOfChosen, layersOf, patternName, shownPattern } from '../../../shared/shown-pattern'
import { useFigurePatterns, usePlaces, useShownChoice } from '../../state/attention'
import { usePicture } from '../../state/media'
import { promptOf } from '../../state/prompt'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** One query's weights over the image. */
export const imageFigure: ViewFigure = { kind: 'attention-image', title: 'Attention over the image', use: useFigure }

function useFigure(): FigureOffer | null {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const ran = useSession((session) => session.ran)
  const position = useSelection((selection) => selection.position)
  const choice = useShownChoice()
  const places = usePlaces()
  const picture = usePicture()
  const image = model?.reads?.kind === 'image' ? model.reads : null
  const { answer, stale } = useFigurePatterns(model && image ? layersOf(choice, places) : null)
  const pattern = answer && !stale ? shownPattern(answer, choice, places) : null
  if (!model || !image || !picture || !ran || !pattern || pattern.keys !== ran.tokens.length) return null
  const { name, fingerprint } = model
  const query = Math.min(position ?? pattern.queries - 1, pattern.queries - 1)
  const spec = (paper: Paper): AttentionImageSpec => ({
    ...paper,
    shown: choice.shown,
    layer: choice.layer,
    head: choice.head,
    ...(isOfChosen(choice.shown) && choice.chosen ? { chosen: [...choice.chosen] } : {}),
    query,
    kind: 'attention-image',
    version: 1,
    model: { name, fingerprint },
    prompt: promptOf(model, text, reading),
  })
  return {
    spec,
    draw: (paper) => (
      <AttentionImageFigure spec={spec(paper)} pattern={pattern} places={places} image={image} picture={picture} />
    ),
    nameParts: [patternName(choice, places), patchTokens(image)[query]?.text ?? ''],
    aspect: (width) => imageAspect(image, width),
  }
}
