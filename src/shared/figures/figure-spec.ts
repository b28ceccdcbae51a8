import * as z from 'zod'
import { anatomySpec, matrixSpec } from './anatomy-spec'
import { attentionHeadsSpec, attentionImageSpec, attentionLinesSpec, attentionMatrixSpec } from './attention-spec'
import { circuitMatrixSpec, circuitSpectrumSpec, compositionSpec } from './circuit-spec'
import { contextsSpec } from './contexts-spec'
import { moveMapSpec, movePartsSpec } from './decomposition-spec'
import { anglesSpec, arithmeticSpec, directionSpec, probeSpec } from './direction-specs'
import { figurePaper } from './figure-paper'
import { lensSpec, nextWordsSpec } from './lens-spec'
import { modelHeadsSpec, modelsSpec, weightErrorsSpec } from './models-spec'
import { panelLetters } from './panel-letters'
import { queryKeySpec } from './query-key-spec'
import { similaritySpec } from './similarity-spec'
import { trajectorySpec } from './trajectory-spec'
import { vocabularySpec } from './vocabulary-spec'

/** Every figure that can stand alone: what it is of, and how it is styled. A new kind is one line here, and one in the engine's registry. */
export const plainFigureSpec = z.discriminatedUnion('kind', [
  trajectorySpec,
  lensSpec,
  nextWordsSpec,
  attentionMatrixSpec,
  attentionLinesSpec,
  attentionImageSpec,
  attentionHeadsSpec,
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
  vocabularySpec,
])

/**
 * Several figures as panels (a), (b), … of a page, of one model or of two. Its paper, theme and type are those of all. What has a
 * default is left out in files made before there was a choice.
 */
export const panelsSpec = figurePaper.omit({ prompt: true }).extend({
  kind: z.literal('panels'),
  prompt: z.null(),
  columns: z.int().min(1).max(6),
  letters: panelLetters.default('parentheses'),
  /** What stands beside each letter; empty, or left out at the end, for nothing. */
  labels: z.array(z.string().max(200)).max(26).default([]),
  /** Whether panels whose colours count the same have one scale, which ends with the largest of all. */
  oneScale: z.boolean().default(true),
  /** Whether a scale or legend that several panels have in common stands in the first alone. */
  oneLegend: z.boolean().default(true),
  panels: z.array(plainFigureSpec).min(1).max(26),
})

export const figureSpec = z.discriminatedUnion('kind', [...plainFigureSpec.options, panelsSpec])

export type PlainFigureSpec = z.infer<typeof plainFigureSpec>
export type PanelsSpec = z.infer<typeof panelsSpec>
export type FigureSpec = z.infer<typeof figureSpec>
export type FigureKind = FigureSpec['kind']
