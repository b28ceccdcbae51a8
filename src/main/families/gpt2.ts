import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, size } from './config-keys'
import { family, linear } from './family'

/** GPT-2 (Radford et al. 2019): learned positions, pre-norm, one fused projection for q, k and v, weights stored in-out. */
export const gpt2 = family({
  modelType: 'gpt2',
  title: 'GPT-2',
  kind: 'decoder',
  layout: 'in-out',
  config: z.looseObject({
    vocab_size: size,
    n_positions: size.default(1024),
    n_embd: size.default(768),
    n_layer: size.default(12),
    n_head: size.default(12),
    n_inner: size.nullish(),
    activation_function: activation.default('gelu_tanh'),
    layer_norm_epsilon: eps.default(1e-5),
    scale_attn_weights: z.boolean().default(true),
    scale_attn_by_inverse_layer_idx: z.boolean().default(false),
    add_cross_attention: only(false),
    tie_word_embeddings: z.boolean().default(true),
  }),
  ignored: [
    ...['n_ctx', 'reorder_and_upcast_attn', 'summary_activation', 'summary_first_dropout', 'summary_proj_to_labels'],
    ...['summary_type', 'summary_use_proj'],
  ],
  plan: (c) => ({
    sizes: {
      layers: c.n_layer,
      heads: c.n_head,
      keyHeads: c.n_head,
      dModel: c.n_embd,
      dHead: c.n_embd / c.n_head,
      dMlp: c.n_inner ?? 4 * c.n_embd,
      vocabulary: c.vocab_size,
      context: c.n_positions,
    },
    norm: { kind: 'layer', eps: c.layer_norm_epsilon },
    embed: { table: 'wte.weight', positions: { table: 'wpe.weight' } },
    block: (layer) => ({
      attention: {
        before: `h.${layer}.ln_1`,
        causal: true,
        scale:
          (c.scale_attn_weights ? (c.n_embd / c.n_head) ** -0.5 : 1) /
          (c.scale_attn_by_inverse_layer_idx ? layer + 1 : 1),
        qkv: { fused: linear(`h.${layer}.attn.c_attn`, true), layout: 'parts' },
        out: linear(`h.${layer}.attn.c_proj`, true),
      },
      mlp: {
        before: `h.${layer}.ln_2`,
        kind: 'plain',
        activation: c.activation_function,
        in: linear(`h.${layer}.mlp.c_fc`, true),
        out: linear(`h.${layer}.mlp.c_proj`, true),
      },
    }),
    finalNorm: 'ln_f',
    unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings },
  }),
  prefixes: ['transformer.', ''],
  blocks: 'h.',
  buffers: [/\.attn\.(masked_)?bias$/],
})
