import * as z from 'zod'
import { eps, only, size } from './config-keys'
import { family, linear } from './family'

/** BLOOM (Le Scao et al. 2022): ALiBi in place of positions, a norm of the embedding, q, k and v fused head by head. */
export const bloom = family({
  modelType: 'bloom',
  title: 'BLOOM',
  kind: 'decoder',
  config: z.looseObject({
    vocab_size: size.default(250_880),
    hidden_size: size.default(64),
    n_embed: size.nullish(),
    n_layer: size.default(2),
    n_head: size.default(8),
    num_attention_heads: size.nullish(),
    layer_norm_epsilon: eps.default(1e-5),
    apply_residual_connection_post_layernorm: only(false),
    tie_word_embeddings: z.boolean().default(true),
    // Of training; ALiBi itself knows no end, and longer prompts work less and less well.
    seq_length: size.default(2048),
  }),
  ignored: [
    'slow_but_exact',
    'attention_softmax_in_fp32',
    'bias_dropout_fusion',
    'masked_softmax_fusion',
    'offset_alibi',
    'skip_bias_add',
    'skip_bias_add_qkv',
    'unk_token_id',
  ],
  plan: (c) => {
    const dModel = c.n_embed ?? c.hidden_size
    const heads = c.num_attention_heads ?? c.n_head
    return {
      sizes: {
        ...{ layers: c.n_layer, heads, keyHeads: heads, dModel, dHead: dModel / heads, dMlp: 4 * dModel },
        ...{ vocabulary: c.vocab_size, context: c.seq_length },
      },
      norm: { kind: 'layer', eps: c.layer_norm_epsilon },
      embed: { table: 'word_embeddings.weight', norm: 'word_embeddings_layernorm' },
      alibi: { heads, scale: 1, rounded: false },
      block: (layer) => ({
        attention: {
          before: `h.${layer}.input_layernorm`,
          ...{ causal: true, scale: (dModel / heads) ** -0.5, alibi: true },
          qkv: { fused: linear(`h.${layer}.self_attention.query_key_value`, true), layout: 'groups' },
          out: linear(`h.${layer}.self_attention.dense`, true),
        },
        mlp: {
          before: `h.${layer}.post_attention_layernorm`,
          ...{ kind: 'plain', activation: 'gelu_tanh' },
          in: linear(`h.${layer}.mlp.dense_h_to_4h`, true),
          out: linear(`h.${layer}.mlp.dense_4h_to_h`, true),
        },
      }),
      finalNorm: 'ln_f',
      unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings },
    }
  },
  prefixes: ['transformer.', ''],
  blocks: 'h.',
})
