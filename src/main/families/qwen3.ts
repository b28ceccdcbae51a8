import { size } from './config-keys'
import { family } from './family'
import { headRmsNorms, llamaConfig, llamaPlan, withAttention } from './llama-like'
import { qwenWindowKeys } from './qwen2'
import { windowOf } from './windows'

/** Qwen3 (Yang et al. 2025): Llama with a norm of each head's queries and keys. */
export const qwen3 = family({
  modelType: 'qwen3',
  title: 'Qwen3',
  kind: 'decoder',
  config: llamaConfig.extend({
    head_dim: size.default(128),
    max_position_embeddings: size.default(32_768),
    ...qwenWindowKeys,
  }),
  plan: (c, file) =>
    withAttention(llamaPlan(c, file), (layer) => ({
      headNorms: headRmsNorms(layer, c.rms_norm_eps),
      window: c.use_sliding_window ? windowOf(c, layer, (at) => at >= c.max_window_layers) : null,
    })),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
