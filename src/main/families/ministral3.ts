import { eps, size } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan, withAttention } from './llama-like'

const usual = { rope_type: 'yarn', rope_theta: 1_000_000, factor: 16, original_max_position_embeddings: 16_384 }

/**
 * Ministral 3 (Mistral AI 2025): Llama on YaRN's positions. Beyond the original length it scales queries by their position
 * (`llama_4_scaling_beta`), which is not computed: longer prompts are refused, and within it the factor is 1.
 */
export const ministral3 = family({
  modelType: 'ministral3',
  title: 'Ministral 3',
  kind: 'decoder',
  config: llamaConfig.omit({ attention_bias: true, mlp_bias: true }).extend({
    num_key_value_heads: size.nullable().default(8),
    head_dim: size.nullable().default(128),
    max_position_embeddings: size.default(262_144),
    rms_norm_eps: eps.default(1e-5),
    sliding_window: size.nullish(),
  }),
  plan: (c, file) => {
    const rope_parameters = c.rope_parameters ?? { ...usual, mscale: 1, mscale_all_dim: 1 }
    const plan = llamaPlan({ ...c, rope_parameters, attention_bias: false, mlp_bias: false }, file)
    const scaling = plan.block(0).attention.rotary!.scaling
    const original = 'originalLongest' in scaling ? scaling.originalLongest : plan.sizes.context
    return {
      ...withAttention(plan, () => ({ window: c.sliding_window ?? null })),
      sizes: { ...plan.sizes, context: Math.min(plan.sizes.context, original) },
    }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
