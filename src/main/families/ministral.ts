import { size } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan, withAttention } from './llama-like'
import { windowKeys, windowOf } from './windows'

/** Ministral 8B (Mistral AI 2024): Mistral with a window in some layers. */
export const ministral = family({
  modelType: 'ministral',
  title: 'Ministral',
  kind: 'decoder',
  config: llamaConfig.omit({ attention_bias: true, mlp_bias: true }).extend({
    num_key_value_heads: size.nullable().default(8),
    max_position_embeddings: size.default(131_072),
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(4096),
  }),
  plan: (c, file) =>
    withAttention(llamaPlan({ ...c, attention_bias: false, mlp_bias: false }, file), (layer) => ({
      window: windowOf(c, layer, () => true),
    })),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
