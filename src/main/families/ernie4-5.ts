import * as z from 'zod'
import { eps, size } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan } from './llama-like'

/** ERNIE 4.5's dense model (Baidu 2025): Llama whose heads turn neighbours together. */
export const ernie45 = family({
  modelType: 'ernie4_5',
  title: 'ERNIE 4.5',
  kind: 'decoder',
  config: llamaConfig.omit({ attention_bias: true, mlp_bias: true }).extend({
    num_key_value_heads: size.nullable().default(2),
    head_dim: size.nullable().default(128),
    max_position_embeddings: size.default(131_072),
    rms_norm_eps: eps.default(1e-5),
    use_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(true),
  }),
  plan: (c, file) =>
    llamaPlan({ ...c, attention_bias: c.use_bias, mlp_bias: c.use_bias }, file, { theta: 500_000, layout: 'pairs' }),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
