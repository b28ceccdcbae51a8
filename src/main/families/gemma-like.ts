import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, rotaryKeys, size } from './config-keys'
import type { Plan } from './family'
import { llamaPlan, withBlocks } from './llama-like'

/** The keys that Gemma's generations share, with the defaults of Gemma 2. */
export const gemmaConfig = z.looseObject({
  vocab_size: size.default(256_000),
  hidden_size: size.default(2304),
  intermediate_size: size.default(9216),
  num_hidden_layers: size.default(26),
  num_attention_heads: size.default(8),
  num_key_value_heads: size.default(4),
  head_dim: size.default(256),
  max_position_embeddings: size.default(8192),
  rms_norm_eps: eps.default(1e-6),
  attention_bias: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(true),
  use_bidirectional_attention: only(false),
  hidden_activation: activation.nullish(),
  ...rotaryKeys,
})

export type GemmaConfig = z.infer<typeof gemmaConfig>

/** Gemma (Gemma Team 2024) is Llama with W_E's rows times √d_model, and norms whose weights are stored less 1. */
export function gemmaPlan(c: GemmaConfig, file: string): Plan {
  const plan = llamaPlan({ ...c, hidden_act: c.hidden_activation ?? 'gelu_tanh', mlp_bias: false }, file)
  return {
    ...plan,
    norm: { ...plan.norm, plusOne: true },
    embed: { ...plan.embed, scale: Math.sqrt(c.hidden_size) },
  }
}

/** Gemma 2 and 3 also have norms after each part. */
export function withNormsAfter(plan: Plan): Plan {
  return withBlocks(plan, (block, layer) => ({
    ...block,
    attention: { ...block.attention, after: `layers.${layer}.post_attention_layernorm` },
    mlp: {
      ...block.mlp,
      before: `layers.${layer}.pre_feedforward_layernorm`,
      after: `layers.${layer}.post_feedforward_layernorm`,
    },
  }))
}
