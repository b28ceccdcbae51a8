import type { GgufArchitecture } from '../architecture'
import { llamaNames, wholeLlamaKeys } from './llama-like'

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
