import * as z from 'zod'
import { size } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan, withAttention } from './llama-like'
import { windowKeys, windowOf } from './windows'

/** SmolLM3 (Bakouch et al. 2025): Llama with every fourth layer not turned by positions (NoPE, Kazemnejad et al. 2023). */
export const smollm3 = family({
  modelType: 'smollm3',
  title: 'SmolLM3',
  kind: 'decoder',
  config: llamaConfig.extend({
    num_key_value_heads: size.default(4),
    max_position_embeddings: size.default(32_768),
    no_rope_layers: z.array(z.literal([0, 1])).nullish(),
    no_rope_layer_interval: size.default(4),
    tie_word_embeddings: z.boolean().default(true),
    use_sliding_window: z.boolean().default(false),
    ...windowKeys,
  }),
  ignored: ['max_window_layers'],
  plan: (c, file) => {
    const plan = llamaPlan(c, file, { theta: 2_000_000 })
    const turns = (layer: number) =>
      c.no_rope_layers ? c.no_rope_layers[layer] === 1 : (layer + 1) % c.no_rope_layer_interval !== 0
    return withAttention(plan, (layer) => ({
      ...(turns(layer) ? {} : { rotary: null }),
      window: c.use_sliding_window ? windowOf(c, layer, (at) => !turns(at)) : null,
    }))
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
