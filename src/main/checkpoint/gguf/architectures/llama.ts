import { type GgufArchitecture, type NameRule, rule } from '../architecture'
import { llamaNames, lying, wholeLlamaKeys, withNames } from './llama-like'

/** Mixtral's experts, which the file has as one tensor a layer. */
const experts: readonly NameRule[] = [
  rule('blk.#.ffn_gate_inp', 'model.layers.#.block_sparse_moe.gate'),
  { ...rule('blk.#.ffn_gate_exps', 'model.layers.#.block_sparse_moe.experts.@.w1'), each: true },
  { ...rule('blk.#.ffn_down_exps', 'model.layers.#.block_sparse_moe.experts.@.w2'), each: true },
  { ...rule('blk.#.ffn_up_exps', 'model.layers.#.block_sparse_moe.experts.@.w3'), each: true },
]

/** SmolLM3, whose every fourth layer is not turned by positions; the file does not say so, and llama.cpp knows it by the name. */
export const smollm3: GgufArchitecture = {
  name: 'smollm3',
  names: lying(llamaNames, /attn_[qk]$/, { pairs: true }),
  config: (model) => ({ model_type: 'smollm3', ...wholeLlamaKeys(model), no_rope_layer_interval: 4 }),
}

/** Llama, Mistral, Mixtral, SmolLM …: q and k in the order of GPT-J's rotary positions, which turn neighbouring dimensions. */
export const llama: GgufArchitecture = {
  name: 'llama',
  names: withNames(lying(llamaNames, /attn_[qk]$/, { pairs: true }), experts),
  config: (model) => {
    const { keys, has } = model
    const count = keys.number('expert_count') ?? 0
    const used = keys.number('expert_used_count') ?? 0
    const window = keys.number('attention.sliding_window')
    return {
      ...wholeLlamaKeys(model),
      ...(count > 0
        ? { model_type: 'mixtral', num_local_experts: count, num_experts_per_tok: used }
        : { model_type: window ? 'mistral' : 'llama' }),
      ...(window && { sliding_window: window }),
      ...(count === 0 && !window && { attention_bias: has('blk.0.attn_q.bias'), mlp_bias: has('blk.0.ffn_up.bias') }),
    }
  },
}
