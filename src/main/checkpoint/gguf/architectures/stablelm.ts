import { type GgufArchitecture, rule } from '../architecture'
import { llamaKeys, llamaNames, ropeParameters, withNames } from './llama-like'

/** StableLM: LayerNorms, and in some a norm for each head, which the file has as one tensor a layer. */
export const stablelm: GgufArchitecture = {
  name: 'stablelm',
  names: withNames(llamaNames, [
    { ...rule('blk.#.attn_q_norm', 'model.layers.#.self_attn.q_layernorm.norms.@'), each: true },
    { ...rule('blk.#.attn_k_norm', 'model.layers.#.self_attn.k_layernorm.norms.@'), each: true },
  ]),
  config: (model) => {
    const { keys, has } = model
    const base = llamaKeys(model)
    // llama.cpp takes the parts for parallel where the MLP has no norm of its own, and leaves this key.
    keys.boolean('use_parallel_residual')
    return {
      model_type: 'stablelm',
      ...base,
      layer_norm_eps: keys.need('attention.layer_norm_epsilon'),
      use_qkv_bias: has('blk.0.attn_q.bias'),
      qk_layernorm: has('blk.0.attn_q_norm.weight'),
      use_parallel_residual: !has('blk.0.ffn_norm.weight'),
      rope_parameters: ropeParameters(model, base.head_dim),
    }
  },
}
