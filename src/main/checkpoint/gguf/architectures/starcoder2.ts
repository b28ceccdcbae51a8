import { type GgufArchitecture, rule } from '../architecture'
import { llamaKeys, llamaNames, ropeParameters, withNames } from './llama-like'

/** StarCoder2: LayerNorms, a plain MLP, biases. */
export const starcoder2: GgufArchitecture = {
  name: 'starcoder2',
  names: withNames(llamaNames, [
    rule('blk.#.ffn_up', 'model.layers.#.mlp.c_fc'),
    rule('blk.#.ffn_down', 'model.layers.#.mlp.c_proj'),
  ]),
  config: (model) => {
    const { keys, has } = model
    const base = llamaKeys(model)
    return {
      model_type: 'starcoder2',
      ...base,
      norm_epsilon: keys.need('attention.layer_norm_epsilon'),
      use_bias: has('blk.0.attn_q.bias'),
      sliding_window: keys.number('attention.sliding_window') ?? null,
      rope_parameters: ropeParameters(model, base.head_dim),
    }
  },
}
