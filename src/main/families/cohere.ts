import * as z from 'zod'
import { eps, only, size } from './config-keys'
import { family, type Plan } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'
import { windowKeys, windowOf } from './windows'

const config = llamaConfig.omit({ rms_norm_eps: true, mlp_bias: true, head_dim: true }).extend({
  max_position_embeddings: size.default(8192),
  layer_norm_eps: eps.default(1e-5),
  logit_scale: eps.default(0.0625),
  tie_word_embeddings: z.boolean().default(true),
})

/** Attention and MLP side by side on one LayerNorm without a bias, neighbours turned together, and scaled logits. */
function plan(c: z.infer<typeof config>, file: string): Plan {
  const own = { ...c, rms_norm_eps: c.layer_norm_eps, mlp_bias: false }
  const base = withBlocks(llamaPlan(own, file, { theta: 500_000, layout: 'pairs' }), ({ attention, mlp }) => ({
    ...{ order: 'parallel', attention },
    mlp: { ...mlp, before: undefined },
  }))
  return {
    ...base,
    norm: { kind: 'layer', eps: c.layer_norm_eps, biased: false },
    unembed: { ...base.unembed, scale: c.logit_scale },
  }
}

/** Command R (Cohere 2024). */
export const cohere = family({
  modelType: 'cohere',
  title: 'Command R',
  kind: 'decoder',
  // Command R+ has norms of queries and keys with a weight for each head.
  config: config.extend({ use_qk_norm: only(false) }),
  plan,
  prefixes: ['model.', ''],
  blocks: 'layers.',
})

/** Command R7B and A (Cohere 2025): windows in three layers of four, and no positions in the others. */
export const cohere2 = family({
  ...cohere,
  modelType: 'cohere2',
  title: 'Command R7B',
  config: config.extend({
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(4096),
    sliding_window_pattern: size.default(4),
    head_dim: size.nullish(),
  }),
  ignored: [
    'cache_implementation',
    'rotary_pct',
    'use_embedding_sharing',
    'use_gated_activation',
    'position_embedding_type',
  ],
  plan: (c, file) =>
    withBlocks(plan(c, file), (block, layer) => {
      const window = windowOf(c, layer, (of) => (of + 1) % c.sliding_window_pattern !== 0)
      return { ...block, attention: { ...block.attention, window, ...(window === null ? { rotary: null } : {}) } }
    }),
})
