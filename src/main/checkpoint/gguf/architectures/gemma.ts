import { type GgufArchitecture, type GgufModel, rule } from '../architecture'
import { llamaNames, lying, wholeLlamaKeys, withNames } from './llama-like'

/** Norms' weights are stored with the 1 that Gemma adds to them. */
const gemmaNames = lying(llamaNames, /norm$/, { plusOne: true })

const withNormsAfter = lying(
  withNames(gemmaNames, [
    rule('blk.#.post_attention_norm', 'model.layers.#.post_attention_layernorm'),
    rule('blk.#.ffn_norm', 'model.layers.#.pre_feedforward_layernorm'),
    rule('blk.#.post_ffw_norm', 'model.layers.#.post_feedforward_layernorm'),
  ]),
  /norm$/,
  { plusOne: true },
)

export const gemma: GgufArchitecture = {
  name: 'gemma',
  names: gemmaNames,
  config: (model) => ({ model_type: 'gemma', ...wholeLlamaKeys(model) }),
}

export const gemma2: GgufArchitecture = {
  name: 'gemma2',
  names: withNormsAfter,
  config: (model) => {
    const { keys } = model
    return {
      model_type: 'gemma2',
      ...wholeLlamaKeys(model),
      query_pre_attn_scalar: queryScalar(model, 46),
      attn_logit_softcapping: keys.number('attn_logit_softcapping') ?? 50,
      final_logit_softcapping: keys.number('final_logit_softcapping') ?? 30,
      sliding_window: keys.number('attention.sliding_window') ?? 4096,
    }
  },
}

/** Five layers with a window to one without, and rotary bases of their own, which the file does not say. */
export const gemma3: GgufArchitecture = {
  name: 'gemma3',
  names: withNormsAfter,
  config: (model) => {
    const { keys } = model
    const { rope_parameters, ...base } = wholeLlamaKeys(model)
    const local = keys.number('rope.freq_base_swa') ?? 10_000
    const full = { ...rope_parameters, rope_theta: keys.number('rope.freq_base') ?? 1_000_000 }
    return {
      model_type: 'gemma3_text',
      ...base,
      rope_parameters: { full_attention: full, sliding_attention: { rope_type: 'default', rope_theta: local } },
      query_pre_attn_scalar: queryScalar(model, 62),
      final_logit_softcapping: keys.number('final_logit_softcapping') ?? null,
      sliding_window: keys.number('attention.sliding_window') ?? null,
    }
  },
}

/**
 * √ of it divides the scores: a head's length, and in the models of 27 billion, known by their layers as llama.cpp knows them,
 * the stream's share of a head.
 */
function queryScalar({ keys }: GgufModel, layersOf27B: number): number {
  const share = keys.need('embedding_length') / keys.need('attention.head_count')
  return keys.need('block_count') === layersOf27B ? share : (keys.number('attention.key_length') ?? share)
}
