import * as z from 'zod'
import { activation } from './activation-names'
import { family } from './family'
import { readRotary } from './rotary-config'

/** Llama (Touvron et al. 2023): RMSNorm, rotary positions, grouped keys, a gated MLP. SmolLM, TinyLlama, Vicuna … alike. */
export const llama = family({
  modelType: 'llama',
  title: 'Llama',
  kind: 'decoder',
  normPlace: 'pre',
  layout: 'out-in',
  config: z.looseObject({
    vocab_size: z.int().positive(),
    hidden_size: z.int().positive(),
    intermediate_size: z.int().positive(),
    num_hidden_layers: z.int().positive(),
    num_attention_heads: z.int().positive(),
    num_key_value_heads: z.int().positive().nullish(),
    head_dim: z.int().positive().nullish(),
    max_position_embeddings: z.int().positive().default(2048),
    rms_norm_eps: z.number().positive().default(1e-6),
    hidden_act: activation.default('silu'),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  facts: (c, raw, file) => {
    const dHead = c.head_dim ?? c.hidden_size / c.num_attention_heads
    const longest = c.max_position_embeddings
    const rotary = readRotary({ ...raw, max_position_embeddings: longest }, dHead, file)
    return {
      sizes: {
        layers: c.num_hidden_layers,
        heads: c.num_attention_heads,
        keyHeads: c.num_key_value_heads ?? c.num_attention_heads,
        dModel: c.hidden_size,
        dHead,
        dMlp: c.intermediate_size,
        vocabulary: c.vocab_size,
        // Dynamic scaling is there to go on past the length of training.
        context: rotary.scaling.kind === 'dynamic' ? Math.floor(longest * rotary.scaling.factor) : longest,
      },
      norm: { kind: 'rms', eps: c.rms_norm_eps },
      attention: {
        causal: true,
        scales: Array.from({ length: c.num_hidden_layers }, () => 1 / Math.sqrt(dHead)),
        rotary,
      },
      mlp: { gated: true, activation: c.hidden_act },
      tied: c.tie_word_embeddings,
      attentionBias: c.attention_bias,
      mlpBias: c.mlp_bias,
    }
  },
  prefixes: ['model.', ''],
  weights: {
    embed: { table: 'embed_tokens.weight' },
    block: {
      ln1: 'layers.{l}.input_layernorm',
      qkv: {
        q: 'layers.{l}.self_attn.q_proj',
        k: 'layers.{l}.self_attn.k_proj',
        v: 'layers.{l}.self_attn.v_proj',
      },
      out: 'layers.{l}.self_attn.o_proj',
      ln2: 'layers.{l}.post_attention_layernorm',
      mlpIn: 'layers.{l}.mlp.gate_proj',
      mlpLinear: 'layers.{l}.mlp.up_proj',
      mlpOut: 'layers.{l}.mlp.down_proj',
    },
    finalNorm: 'norm',
    unembed: { table: 'lm_head.weight' },
  },
  buffers: [/\.rotary_emb\.inv_freq$/],
})
