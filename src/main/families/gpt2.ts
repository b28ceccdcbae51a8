import * as z from 'zod'
import { activation } from './activation-names'
import { family } from './family'

/** GPT-2 (Radford et al. 2019): learned positions, pre-norm, one fused projection for q, k and v, weights stored in-out. */
export const gpt2 = family({
  modelType: 'gpt2',
  title: 'GPT-2',
  kind: 'decoder',
  normPlace: 'pre',
  layout: 'in-out',
  config: z.looseObject({
    vocab_size: z.int().positive(),
    n_positions: z.int().positive().default(1024),
    n_embd: z.int().positive().default(768),
    n_layer: z.int().positive().default(12),
    n_head: z.int().positive().default(12),
    n_inner: z.int().positive().nullish(),
    activation_function: activation.default('gelu_tanh'),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    scale_attn_weights: z.boolean().default(true),
    scale_attn_by_inverse_layer_idx: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(true),
  }),
  facts: (c) => ({
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
    attention: {
      causal: true,
      scales: Array.from({ length: c.n_layer }, (_, layer) => {
        const scale = c.scale_attn_weights ? 1 / Math.sqrt(c.n_embd / c.n_head) : 1
        return c.scale_attn_by_inverse_layer_idx ? scale / (layer + 1) : scale
      }),
      rotary: null,
    },
    mlp: { gated: false, activation: c.activation_function },
    tied: c.tie_word_embeddings,
    attentionBias: true,
    mlpBias: true,
  }),
  prefixes: ['transformer.', ''],
  weights: {
    embed: { table: 'wte.weight', positions: 'wpe.weight' },
    block: {
      ln1: 'h.{l}.ln_1',
      qkv: { fused: 'h.{l}.attn.c_attn' },
      out: 'h.{l}.attn.c_proj',
      ln2: 'h.{l}.ln_2',
      mlpIn: 'h.{l}.mlp.c_fc',
      mlpOut: 'h.{l}.mlp.c_proj',
    },
    finalNorm: 'ln_f',
    unembed: { table: 'lm_head.weight' },
  },
  buffers: [/\.attn\.(masked_)?bias$/],
})
