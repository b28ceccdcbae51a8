import type { FigureKind, FigureSpec } from '../../../shared/figures/figure-spec'
import { drawAnatomy, drawMatrix } from './draw-anatomy'
import { drawAttention } from './draw-attention'
import { drawAttentionHeads } from './draw-attention-heads'
import { drawAttentionImage } from './draw-attention-image'
import { drawAttentionLines } from './draw-attention-lines'
import { drawCircuitMatrix, drawCircuitSpectrum, drawComposition } from './draw-circuits'
import { drawContexts } from './draw-contexts'
import { drawAngles, drawArithmetic, drawDirection, drawProbe } from './draw-directions'
import { drawLens, drawNextWords } from './draw-lens'
import { drawModelHeads, drawModels, drawWeightErrors } from './draw-models'
import { drawMoveMap, drawMoveParts } from './draw-moves'
import { drawPanels } from './draw-panels'
import { drawQueryKey } from './draw-query-key'
import { drawSimilarity } from './draw-similarity'
import { drawTrajectory } from './draw-trajectory'
import { drawVocabulary } from './draw-vocabulary'
import type { Draw, DrawnFigure } from './figure'

/** How each kind of figure comes to its numbers. */
const draws: { readonly [K in FigureKind]: Draw<Extract<FigureSpec, { kind: K }>> } = {
  trajectory: drawTrajectory,
  lens: drawLens,
  'next-words': drawNextWords,
  'attention-matrix': drawAttention,
  'attention-lines': drawAttentionLines,
  'attention-image': drawAttentionImage,
  'attention-heads': drawAttentionHeads,
  'query-key': drawQueryKey,
  'move-parts': drawMoveParts,
  'move-map': drawMoveMap,
  contexts: drawContexts,
  models: drawModels,
  'model-heads': drawModelHeads,
  'weight-errors': drawWeightErrors,
  similarity: drawSimilarity,
  anatomy: drawAnatomy,
  matrix: drawMatrix,
  direction: drawDirection,
  angles: drawAngles,
  probe: drawProbe,
  arithmetic: drawArithmetic,
  'circuit-matrix': drawCircuitMatrix,
  'circuit-spectrum': drawCircuitSpectrum,
  composition: drawComposition,
  vocabulary: drawVocabulary,
  panels: drawPanels(drawFigure),
}

export function drawFigure(...[tools, request, options]: Parameters<Draw<FigureSpec>>): Promise<DrawnFigure> {
  // Each spec goes to the entry of its own kind, which the types cannot follow.
  return (draws[request.spec.kind] as Draw<FigureSpec>)(tools, request, options)
}
