import * as z from 'zod'
import { size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, splitQkv, withAttention } from './llama-like'
import { windowKeys, windowOf } from './windows'

/** The keys of Qwen's windows: the first `max_window_layers` layers have none. */
export const qwenWindowKeys = {
  ...windowKeys,
  use_sliding_window: z.boolean().default(false),
  max_window_layers: z.int().nonnegative().default(28),
}

/** Qwen2 and Qwen2.5 (Yang et al. 2024): Llama with biases on q, k and v, and windows in the upper layers where asked for. */
export const qwen2 = family({
  modelType: 'qwen2',
  title: 'Qwen2',
  kind: 'decoder',
  config: llamaConfig.extend({ max_position_embeddings: size.default(32_768), ...qwenWindowKeys }),
  plan: (c, file) =>
    withAttention(llamaPlan(c, file), (layer) => ({
      qkv: splitQkv(layer, true),
      out: linear(`layers.${layer}.self_attn.o_proj`),
      window: c.use_sliding_window ? windowOf(c, layer, (at) => at >= c.max_window_layers) : null,
    })),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
