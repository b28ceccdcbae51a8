import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type AttentionPlace, attentionPlaces } from '../../../shared/attention-places'
import type { Prompt } from '../../../shared/contract'
import type { ModelInfo } from '../../../shared/model-info'
import { type FloatTensor, row } from '../../../shared/tensor'
import { readFloats, readReference } from '../../inference/testing/reference'
import { writeStates } from './states-file'

/** What PyTorch computed for one prompt of a tiny encoder–decoder, and how the engine is asked for the same. */
export interface TwoTexts {
  readonly path: string
  readonly prompt: Prompt
  readonly tensors: ReadonlyMap<string, FloatTensor>
  /** Tokens of the encoder's text, or states that the decoder is given. */
  readonly source: number
  /** Tokens of the decoder's text. */
  readonly target: number
  /** Where the decoder's tokens begin in the prompt. */
  readonly firstTarget: number
}

/** States that a decoder is given are written into `folder`. */
export function twoTexts(model: string, folder: string): TwoTexts {
  const { tokenIds, decoderTokenIds, encoderStates, tensors } = readReference(model).find(
    (one) => one.tokenIds.length === 1,
  )!
  const ids = tokenIds[0]!
  const path = resolve('fixtures/models', model)
  if (encoderStates) {
    const prompt = { ids, states: writeStates(folder, encoderStates) }
    return { path, prompt, tensors, source: encoderStates.shape[1]!, target: ids.length, firstTarget: 0 }
  }
  const said = decoderTokenIds![0]!
  const prompt = { ids, decoder: { ids: said } }
  return { path, prompt, tensors, source: ids.length, target: said.length, firstTarget: ids.length }
}

/** The attentions of a model, with where the last of each's queries stands in the prompt, and the first of its keys. */
export function placedIn(model: ModelInfo, { source, target, firstTarget }: TwoTexts) {
  return attentionPlaces(model).map((place, number) => ({
    place,
    number,
    query: place.queries === 'encoder' ? source - 1 : firstTarget + target - 1,
    /** The query's row among its own text's. */
    own: place.queries === 'encoder' ? source - 1 : target - 1,
    firstKey: place.queries !== place.keys || place.keys === 'encoder' ? 0 : firstTarget,
  }))
}

/** What one head's row of W_O makes of a vector [d_head], from the tensors as they lie in the file: [d_model]. */
export function writtenBy(path: string, { at }: AttentionPlace, head: number, v: ArrayLike<number>): number[] {
  const [stack, layer, kind] = at.split('.') as [string, string, string]
  const { model_type } = JSON.parse(readFileSync(`${path}/config.json`, 'utf8'))
  const isCross = kind === 'cross_attn'
  const name = /t5/.test(model_type)
    ? `${stack}.block.${layer}.layer.${isCross ? '1.EncDecAttention' : '0.SelfAttention'}.o.weight`
    : `${stack}.layers.${layer}.${isCross ? 'encoder_attn' : 'self_attn'}.out_proj.weight`
  const [, weight] = [...readFloats(`${path}/model.safetensors`)].find(([key]) => key.endsWith(name))!
  return Array.from({ length: weight.shape[0]! }, (_, output) => {
    const line = row(weight, output)
    return Array.from(v).reduce((sum, value, i) => sum + value * line[head * v.length + i]!, 0)
  })
}
