import { size } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan, withAttention } from './llama-like'

/** Mistral (Jiang et al. 2023): Llama with a window over which each layer attends. */
export const mistral = family({
  modelType: 'mistral',
  title: 'Mistral',
  kind: 'decoder',
  config: llamaConfig.extend({
    num_key_value_heads: size.default(8),
    max_position_embeddings: size.default(131_072),
    sliding_window: size.nullish(),
  }),
  plan: (c, file) => withAttention(llamaPlan(c, file), () => ({ window: c.sliding_window ?? null })),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
