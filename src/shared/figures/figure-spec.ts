import * as z from 'zod'
import { anatomySpec, matrixSpec } from './anatomy-spec'
import { attentionMatrixSpec } from './attention-spec'
import { circuitMatrixSpec, circuitSpectrumSpec, compositionSpec } from './circuit-spec'
import { contextsSpec } from './contexts-spec'
import { moveMapSpec, movePartsSpec } from './decomposition-spec'
import { anglesSpec, arithmeticSpec, directionSpec, probeSpec } from './direction-specs'
import { lensSpec, nextWordsSpec } from './lens-spec'
import { modelHeadsSpec, modelsSpec, weightErrorsSpec } from './models-spec'
import { queryKeySpec } from './query-key-spec'
import { similaritySpec } from './similarity-spec'
import { trajectorySpec } from './trajectory-spec'

/** Every figure that can be drawn: what it is of, and how it is styled. A new kind is one line here, and one in the engine's registry. */
export const figureSpec = z.discriminatedUnion('kind', [
  trajectorySpec,
  lensSpec,
  nextWordsSpec,
  attentionMatrixSpec,
  queryKeySpec,
  movePartsSpec,
  moveMapSpec,
  contextsSpec,
  modelsSpec,
  modelHeadsSpec,
  weightErrorsSpec,
  similaritySpec,
  anatomySpec,
  matrixSpec,
  directionSpec,
  anglesSpec,
  probeSpec,
  arithmeticSpec,
  circuitMatrixSpec,
  circuitSpectrumSpec,
  compositionSpec,
])

export type FigureSpec = z.infer<typeof figureSpec>
export type FigureKind = FigureSpec['kind']
