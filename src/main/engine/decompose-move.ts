import { namedPlaceOf, rangeOf } from '../../shared/attention-places'
import type { Decomposition, DecompositionTarget } from '../../shared/decomposition'
import type { Direction } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import { type AttentionShape, isPostNorm } from '../../shared/model-shape'
import type { TrajectoryView } from '../../shared/trajectory'
import { decompose, type TowardLogit } from '../analysis'
import type { Runner } from '../inference'
import { demandAttention, demandQuery } from './demand-attention'
import { lookInside } from './look-inside'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { RunRequest, RunTools } from './run-prompt'
import { moveTools } from './stream-parts'
import { sideOf } from './token-side'
import { axesOf, demandOwnStack } from './trace-token'

export interface DecompositionRequest extends RunRequest {
  readonly position: number
  /** Number of an attention that the token goes through. */
  readonly layer: number
  readonly view: TrajectoryView
  readonly target: DecompositionTarget
  /** The path's. */
  readonly axes?: readonly Direction[] | undefined
}

/** One token's step by an attention and its block's MLP, and those of its whole stack, as sums of what each part wrote. */
export async function decomposeMove(
  tools: RunTools,
  request: DecompositionRequest,
  options: RunOptions,
): Promise<Decomposition> {
  const { model, position, layer, view, target } = request
  const { shape } = model
  const attention = demandAttention(model, layer)
  const ids = target.kind === 'end' ? [] : target.kind === 'word' ? [target.id] : [target.id, target.than]
  demandWords(model, attention, ids)
  const axes = await axesOf(tools, request, options)
  return lookInside(tools, request, options, async (run, runner) => {
    const own = demandQuery(attention, run.tokens, position)
    demandOwnStack(request.axes, run.tokens[position])
    const { place } = attention
    const { stack, stations, vocabulary } = sideOf(model, run.tokens, position)
    const { name, family, fingerprint } = model.info
    const decomposed = await decompose({
      stations,
      residuals: run.tensors,
      position: own,
      attention: layer,
      firstKey: rangeOf(run.tokens, place.keys).first,
      view,
      axes: axes.map(({ vector }) => vector),
      toward: ids.length === 0 ? null : await towardLogit(runner, ids),
      tools: await moveTools(shape, stack, runner),
      vocabulary: await vocabulary(runner),
    })
    const text = await textsOf(model)
    return {
      model: { name, family, fingerprint, layers: stack.sizes.layers },
      device: run.device.device,
      fromStore: run.fromStore,
      tokens: [...run.tokens],
      position,
      layer,
      place: namedPlaceOf(place),
      view,
      target,
      words: ids.map((id) => ({ id, text: text(id) })),
      attributesLogits: attributesLogits(model, attention),
      postNorm: isPostNorm(stack.taps),
      ...decomposed,
    }
  })
}

/**
 * Between the final norm and the logits of BERT's head lies a layer that is not linear: parts cannot be followed through. An
 * encoder's stream ends in what a decoder reads.
 */
function attributesLogits({ shape }: OpenedModel, { stack }: AttentionShape): boolean {
  return stack === shape && shape.unembeds === 'linearly'
}

function demandWords(model: OpenedModel, attention: AttentionShape, ids: readonly number[]): void {
  const { shape, info } = model
  if (ids.length === 0) return
  if (!attributesLogits(model, attention)) {
    const why =
      attention.stack !== shape
        ? 'The encoder’s tokens end in states that the decoder reads, not in words'
        : shape.unembeds
          ? 'A dense layer and an activation lie before its word scores'
          : 'It does not score words'
    throw Fault.input(`What ${info.name} writes cannot be counted toward a word. ${why}`, {
      place: 'target',
      remedy: 'Measure length, or toward the end of the path.',
    })
  }
  const strange = ids.find((id) => id >= info.vocabulary)
  if (strange === undefined) return
  throw Fault.input(`Token id ${strange} is not in the vocabulary`, {
    place: 'target',
    remedy: `Choose one from 0 to ${info.vocabulary - 1}.`,
  })
}

/** W_U's column of the first word, less that of the second. */
async function towardLogit({ writes }: Runner, ids: readonly number[]): Promise<TowardLogit> {
  const { directions, biases } = await writes.words(ids)
  const width = directions.shape[1]!
  const sign = (index: number) => (index === 0 ? 1 : -1)
  const direction = new Float64Array(width)
  for (const index of ids.keys()) {
    for (let i = 0; i < width; i++) direction[i]! += sign(index) * directions.data[index * width + i]!
  }
  return { direction, bias: ids.reduce((sum, _, index) => sum + sign(index) * biases[index]!, 0) }
}
