import * as z from 'zod'
import { eps, size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** GLM-4 9B (GLM Team 2024): Llama with biases of queries, keys and values alone, and half of each head turned, neighbours together. */
export const glm = family({
  modelType: 'glm',
  title: 'GLM',
  kind: 'decoder',
  config: llamaConfig.omit({ mlp_bias: true }).extend({
    num_key_value_heads: size.nullable().default(2),
    head_dim: size.nullable().default(128),
    max_position_embeddings: size.default(131_072),
    rms_norm_eps: eps.default(1.5625e-7),
    attention_bias: z.boolean().default(true),
  }),
  plan: (c, file) =>
    withBlocks(
      llamaPlan({ ...c, mlp_bias: false }, file, { share: 0.5, layout: 'pairs' }),
      ({ attention, mlp: { before } }, layer) => ({
        attention: { ...attention, out: linear(`layers.${layer}.self_attn.o_proj`) },
        mlp: {
          ...{ before, kind: 'gated', gating: { kind: 'plain', activation: c.hidden_act } },
          gates: { both: linear(`layers.${layer}.mlp.gate_up_proj`), layout: 'halves' },
          out: linear(`layers.${layer}.mlp.down_proj`),
        },
      }),
    ),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})

/** GLM-4 0414 (Z.ai 2025): norms also of what the parts write. */
export const glm4 = family({
  ...glm,
  modelType: 'glm4',
  title: 'GLM-4',
  plan: (c, file) =>
    withBlocks(glm.plan(c, file), ({ attention, mlp }, layer) => ({
      attention: { ...attention, after: `layers.${layer}.post_self_attn_layernorm` },
      mlp: { ...mlp, after: `layers.${layer}.post_mlp_layernorm` },
    })),
})
