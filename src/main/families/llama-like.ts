import * as z from 'zod'
import { activation } from './activation-names'
import { eps, rotaryKeys, size } from './config-keys'
import { type AttentionPlan, type BlockPlan, type GatedMlpPlan, type HeadNormsPlan, linear, type Plan } from './family'
import { contextOf, type RotaryDefaults, readRotary } from './rotary-config'

/** The keys that Llama's config and those made after it share, with Llama's defaults. */
export const llamaConfig = z.looseObject({
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  max_position_embeddings: size.default(2048),
  rms_norm_eps: eps.default(1e-6),
  hidden_act: activation.default('silu'),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(false),
  ...rotaryKeys,
})

export type LlamaConfig = z.infer<typeof llamaConfig>

/** The plan of Llama, from which those of its kin differ in a few fields; `defaults` of their rotary positions among them. */
export function llamaPlan(
  c: LlamaConfig,
  file: string,
  defaults: Pick<RotaryDefaults, 'theta' | 'share' | 'layout'> = {},
): Plan {
  const dHead = c.head_dim ?? c.hidden_size / c.num_attention_heads
  const rotary = readRotary(c, { longest: c.max_position_embeddings, dHead, file, ...defaults })
  return {
    sizes: {
      layers: c.num_hidden_layers,
      heads: c.num_attention_heads,
      keyHeads: c.num_key_value_heads ?? c.num_attention_heads,
      dModel: c.hidden_size,
      dHead,
      dMlp: c.intermediate_size,
      vocabulary: c.vocab_size,
      context: contextOf(rotary),
    },
    norm: { kind: 'rms', eps: c.rms_norm_eps },
    embed: { table: 'embed_tokens.weight' },
    block: (layer) => ({
      attention: {
        before: `layers.${layer}.input_layernorm`,
        causal: true,
        scale: dHead ** -0.5,
        rotary,
        qkv: splitQkv(layer, c.attention_bias),
        out: linear(`layers.${layer}.self_attn.o_proj`, c.attention_bias),
      },
      mlp: {
        before: `layers.${layer}.post_attention_layernorm`,
        ...gatedMlp(`layers.${layer}.mlp.`, c),
      },
    }),
    finalNorm: 'norm',
    unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings },
  }
}

export function splitQkv(layer: number, biased: boolean) {
  const of = (part: string) => linear(`layers.${layer}.self_attn.${part}_proj`, biased)
  return { q: of('q'), k: of('k'), v: of('v') }
}

export function gatedMlp(at: string, c: Pick<LlamaConfig, 'hidden_act' | 'mlp_bias'>): GatedMlpPlan {
  return {
    kind: 'gated',
    gating: { kind: 'plain', activation: c.hidden_act },
    gates: { gate: linear(`${at}gate_proj`, c.mlp_bias), up: linear(`${at}up_proj`, c.mlp_bias) },
    out: linear(`${at}down_proj`, c.mlp_bias),
  }
}

/** RMSNorms of queries and keys, of each head where `over` does not say otherwise. */
export function headRmsNorms(layer: number, eps: number, more: Partial<HeadNormsPlan> = {}): HeadNormsPlan {
  const at = `layers.${layer}.self_attn.`
  return { kind: 'rms', eps, over: 'head', biased: false, q: [`${at}q_norm`], k: [`${at}k_norm`], ...more }
}

/** The plan with some of each layer's attention changed. */
export function withAttention(plan: Plan, change: (layer: number) => Partial<AttentionPlan>): Plan {
  return withBlocks(plan, (block, layer) => ({ ...block, attention: { ...block.attention, ...change(layer) } }))
}

/** The plan with some of each layer changed. */
export function withBlocks(plan: Plan, change: (block: BlockPlan, layer: number) => BlockPlan): Plan {
  return { ...plan, block: (layer) => change(plan.block(layer), layer) }
}
