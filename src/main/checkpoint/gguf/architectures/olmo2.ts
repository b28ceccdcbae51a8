import { type GgufArchitecture, rule } from '../architecture'
import { llamaNames, wholeLlamaKeys, withNames } from './llama-like'

/** OLMo 2, whose norms stand after the parts. */
export const olmo2: GgufArchitecture = {
  name: 'olmo2',
  names: withNames(llamaNames, [
    rule('blk.#.post_attention_norm', 'model.layers.#.post_attention_layernorm'),
    rule('blk.#.post_ffw_norm', 'model.layers.#.post_feedforward_layernorm'),
  ]),
  config: (model) => ({ model_type: 'olmo2', ...wholeLlamaKeys(model) }),
}
