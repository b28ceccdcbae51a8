import * as z from 'zod'
import { activation } from './activation-names'
import { eps, rotaryKeys, size } from './config-keys'
import { family, linear } from './family'
import { contextOf, readRotary } from './rotary-config'

const flag = (by: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((given) => given ?? by)

/** Falcon (Almazrouei et al. 2023): parallel parts behind one norm or two, one or few heads of keys, rotary or ALiBi. */
export const falcon = family({
  modelType: 'falcon',
  title: 'Falcon',
  kind: 'decoder',
  config: z.looseObject({
    vocab_size: size.default(65_024),
    hidden_size: size.default(4544),
    num_hidden_layers: size.default(32),
    num_attention_heads: size.default(71),
    num_kv_heads: size.nullish(),
    num_ln_in_parallel_attn: z.literal([1, 2]).nullish(),
    layer_norm_epsilon: eps.default(1e-5),
    ...{
      alibi: flag(false),
      new_decoder_architecture: flag(false),
      multi_query: flag(true),
      parallel_attn: flag(true),
    },
    bias: flag(false),
    max_position_embeddings: size.default(2048),
    ffn_hidden_size: size.nullish(),
    activation: activation.default('gelu'),
    tie_word_embeddings: z.boolean().default(true),
    ...rotaryKeys,
  }),
  ignored: ['apply_residual_connection_post_layernorm'],
  plan: (c, file) => {
    const heads = c.num_attention_heads
    const dHead = c.hidden_size / heads
    const keyHeads = c.new_decoder_architecture ? (c.num_kv_heads ?? heads) : c.multi_query ? 1 : heads
    const parallel = c.new_decoder_architecture || c.parallel_attn
    const twoNorms = c.new_decoder_architecture && (c.num_ln_in_parallel_attn ?? 2) === 2
    const rotary = c.alibi ? null : readRotary(c, { longest: c.max_position_embeddings, dHead, file })
    return {
      sizes: {
        ...{ layers: c.num_hidden_layers, heads, keyHeads, dModel: c.hidden_size, dHead },
        ...{ dMlp: c.ffn_hidden_size ?? 4 * c.hidden_size, vocabulary: c.vocab_size },
        context: rotary ? contextOf(rotary) : c.max_position_embeddings,
      },
      norm: { kind: 'layer', eps: c.layer_norm_epsilon },
      embed: { table: 'word_embeddings.weight' },
      alibi: c.alibi ? { heads, scale: dHead ** -0.5, rounded: true } : undefined,
      block: (layer) => {
        const at = `h.${layer}.`
        return {
          order: parallel ? 'parallel' : 'serial',
          attention: {
            before: `${at}${twoNorms ? 'ln_attn' : 'input_layernorm'}`,
            ...{ causal: true, scale: dHead ** -0.5, rotary, alibi: c.alibi },
            qkv: { fused: linear(`${at}self_attention.query_key_value`, c.bias), layout: 'groups' },
            out: linear(`${at}self_attention.dense`, c.bias),
          },
          mlp: {
            before: twoNorms ? `${at}ln_mlp` : parallel ? undefined : `${at}post_attention_layernorm`,
            ...{ kind: 'plain', activation: c.activation },
            ...{ in: linear(`${at}mlp.dense_h_to_4h`, c.bias), out: linear(`${at}mlp.dense_4h_to_h`, c.bias) },
          },
        }
      },
      finalNorm: 'ln_f',
      unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings },
    }
  },
  prefixes: ['transformer.', ''],
  blocks: 'h.',
  buffers: [/\.rotary_emb\.inv_freq$|\.maybe_rotary\.inv_freq$/],
})
