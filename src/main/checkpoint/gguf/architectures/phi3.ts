import { type GgufArchitecture, type GgufModel, rule } from '../architecture'
import { llamaKeys, llamaNames, ropeParameters, withNames } from './llama-like'

/** Phi-3, 3.5 and 4: q, k, v in one tensor, gate and up in another, factors of the rotary frequencies in two. */
export const phi3: GgufArchitecture = {
  name: 'phi3',
  names: withNames(llamaNames, [
    rule('blk.#.attn_qkv', 'model.layers.#.self_attn.qkv_proj'),
    rule('blk.#.ffn_up', 'model.layers.#.mlp.gate_up_proj'),
  ]),
  config: (model) => {
    const { keys } = model
    const base = llamaKeys(model)
    const original = keys.number('rope.scaling.original_context_length') ?? base.max_position_embeddings
    return {
      model_type: 'phi3',
      ...base,
      rms_norm_eps: keys.need('attention.layer_norm_rms_epsilon'),
      original_max_position_embeddings: original,
      // 0 stands for none.
      sliding_window: keys.number('attention.sliding_window') || null,
      rope_parameters: longRope(model, base.head_dim, original),
    }
  },
}

function longRope(model: GgufModel, dHead: number, original: number) {
  const { keys, vector } = model
  const [long, short] = [vector('rope_factors_long.weight'), vector('rope_factors_short.weight')]
  if (!long || !short) return ropeParameters(model, dHead)
  return {
    rope_theta: keys.number('rope.freq_base') ?? 10_000,
    partial_rotary_factor: (keys.number('rope.dimension_count') ?? dHead) / dHead,
    rope_type: keys.string('rope.scaling.type') ?? 'longrope',
    long_factor: long,
    short_factor: short,
    attention_factor: keys.number('rope.scaling.attn_factor'),
    original_max_position_embeddings: original,
  }
}
