import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, size } from './config-keys'
import { type AttentionPlan, family, linear, type StackPlan } from './family'

const config = z.looseObject({
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

/** T5 (Raffel et al. 2020): RMSNorms, no biases, unscaled scores with a bias by distance that all layers of a stack share. */
export const t5 = family({
  modelType: 't5',
  title: 'T5',
  kind: 'encoder-decoder',
  config,
  ignored: [
    ...['initializer_factor', 'dropout_rate', 'dense_act_fn', 'is_gated_act', 'is_encoder_decoder', 'output_past'],
    'decoder_start_token_id',
  ],
  plan: (c) => ({
    ...stack(c, 'decoder', c.num_decoder_layers ?? c.num_layers),
    encoder: stack(c, 'encoder', c.num_layers),
    // T5 1.1 has an unembedding of its own and scales nothing; transformers goes by what older configs say of the first.
    unembed: {
      ...{ table: 'lm_head.weight', tied: 'unlessStored' },
      scale: (c.scale_decoder_outputs ?? c.tie_word_embeddings) ? c.d_model ** -0.5 : 1,
    },
  }),
  prefixes: ['', 'transformer.'],
  blocks: 'decoder.block.',
  encoderBlocks: 'encoder.block.',
  buffers: [
    /(^|\.)(en|de)coder\.embed_tokens\.weight$/,
    // Mesh TensorFlow's, which transformers drops.
    /EncDecAttention\.relative_attention_bias\.weight$/,
  ],
})

/** mT5 (Xue et al. 2021): T5 1.1 in many languages, which scales nothing, whatever its config says. */
export const mt5 = family({
  ...t5,
  modelType: 'mt5',
  title: 'mT5',
  config: config.extend({
    vocab_size: size.default(250_112),
    d_ff: size.default(1024),
    num_layers: size.default(8),
    num_heads: size.default(6),
    feed_forward_proj: z.string().default('gated-gelu').transform(readMlp),
  }),
  plan: (c, file) => {
    const plan = t5.plan(c, file)
    return { ...plan, unembed: { ...plan.unembed, scale: 1 } }
  },
})

/** `relu`, or `gated-` with the name of the gate's activation; with gelu, that is the one by tanh. */
function readMlp(name: string, context: z.RefinementCtx) {
  const gated = name.startsWith('gated-')
  const parsed = activation.safeParse(name === 'gated-gelu' ? 'gelu_new' : name.replace('gated-', ''))
  if (parsed.success) return { gated, activation: parsed.data }
  context.addIssue({ code: 'custom', message: parsed.error.issues[0]!.message })
  return z.NEVER
}

function stack(c: z.infer<typeof config>, side: 'encoder' | 'decoder', layers: number): StackPlan {
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
