import { type GgufArchitecture, rule } from '../architecture'
import { llamaNames, wholeLlamaKeys, withNames } from './llama-like'

/** Qwen2 and Qwen2.5. */
export const qwen2: GgufArchitecture = {
  name: 'qwen2',
  names: llamaNames,
  config: (model) => ({ model_type: 'qwen2', ...wholeLlamaKeys(model) }),
}

export const qwen3: GgufArchitecture = {
  name: 'qwen3',
  names: llamaNames,
  config: (model) => {
    const attention_bias = model.has('blk.0.attn_q.bias')
    return { model_type: 'qwen3', ...wholeLlamaKeys(model), attention_bias }
  },
}

const experts = (part: string) => `model.layers.#.mlp.experts.@.${part}_proj`

/** Qwen3's mixtures: all layers have experts, whose weights llama.cpp lets sum to one. */
export const qwen3moe: GgufArchitecture = {
  name: 'qwen3moe',
  names: withNames(llamaNames, [
    rule('blk.#.ffn_gate_inp', 'model.layers.#.mlp.gate'),
    { ...rule('blk.#.ffn_gate_exps', experts('gate')), each: true },
    { ...rule('blk.#.ffn_up_exps', experts('up')), each: true },
    { ...rule('blk.#.ffn_down_exps', experts('down')), each: true },
  ]),
  config: (model) => {
    const { keys } = model
    return {
      model_type: 'qwen3_moe',
      ...wholeLlamaKeys(model),
      num_experts: keys.need('expert_count'),
      num_experts_per_tok: keys.need('expert_used_count'),
      moe_intermediate_size: keys.need('expert_feed_forward_length'),
      norm_topk_prob: true,
    }
  },
}
