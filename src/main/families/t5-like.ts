import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, size } from './config-keys'
import { type AttentionPlan, linear, type StackPlan } from './family'

/** The keys that the configs of T5 and mT5 share, with T5's defaults. */
export const t5Config = z.looseObject({
  vocab_size: size.default(32_128),
  d_model: size.default(512),
  d_kv: size.default(64),
  d_ff: size.default(2048),
  num_layers: size.default(6),
  num_decoder_layers: size.nullish(),
  num_heads: size.default(8),
  relative_attention_num_buckets: size.default(32),
  relative_attention_max_distance: size.default(128),
  layer_norm_epsilon: eps.default(1e-6),
  /** As trained; the model itself knows no longest prompt. */
  n_positions: size.default(512),
  feed_forward_proj: z.string().default('relu').transform(readMlp),
  tie_word_embeddings: z.boolean().default(true),
  scale_decoder_outputs: z.boolean().nullish(),
  is_decoder: only(false),
})

type T5Config = z.infer<typeof t5Config>

/** `relu`, or `gated-` with the name of the gate's activation; with gelu, that is the one by tanh. */
export function readMlp(name: string, context: z.RefinementCtx) {
  const gated = name.startsWith('gated-')
  const parsed = activation.safeParse(name === 'gated-gelu' ? 'gelu_new' : name.replace('gated-', ''))
  if (parsed.success) return { gated, activation: parsed.data }
  context.addIssue({ code: 'custom', message: parsed.error.issues[0]!.message })
  return z.NEVER
}

/** A plan of one of its stacks. All layers' attentions to their own text have the bias by distance that lies in the first. */
export function t5Stack(c: T5Config, side: 'encoder' | 'decoder', layers: number): StackPlan {
  const decoder = side === 'decoder'
  const attention = (at: string, name: string): AttentionPlan => {
    const part = (which: string) => linear(`${at}.${name}.${which}`)
    const qkv = { q: part('q'), k: part('k'), v: part('v') }
    return { before: `${at}.layer_norm`, causal: false, scale: 1, qkv, out: part('o') }
  }
  const relative = {
    table: `${side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`,
    ...{ buckets: c.relative_attention_num_buckets, longest: c.relative_attention_max_distance, past: decoder },
  }
  return {
    sizes: {
      ...{ layers, heads: c.num_heads, keyHeads: c.num_heads, dModel: c.d_model, dHead: c.d_kv, dMlp: c.d_ff },
      ...{ vocabulary: c.vocab_size, context: c.n_positions },
    },
    norm: { kind: 'rms', eps: c.layer_norm_epsilon },
    embed: { table: 'shared.weight' },
    block: (layer) => {
      const at = `${side}.block.${layer}.layer`
      const mlp = `${at}.${decoder ? 2 : 1}`
      const part = (name: string) => linear(`${mlp}.DenseReluDense.${name}`)
      const { gated, activation } = c.feed_forward_proj
      return {
        attention: { ...attention(`${at}.0`, 'SelfAttention'), causal: decoder, relative },
        ...(decoder ? { cross: attention(`${at}.1`, 'EncDecAttention') } : {}),
        mlp: {
          before: `${mlp}.layer_norm`,
          out: part('wo'),
          ...(gated
            ? {
                ...{ kind: 'gated', gating: { kind: 'plain', activation } },
                gates: { gate: part('wi_0'), up: part('wi_1') },
              }
            : { kind: 'plain', activation, in: part('wi') }),
        },
      }
    },
    finalNorm: `${side}.final_layer_norm`,
  }
}
