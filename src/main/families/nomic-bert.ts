import * as z from 'zod'
import { activation } from './activation-names'
import { bertHeads, bertIgnored, bertPooler } from './bert-like'
import { eps, only, size } from './config-keys'
import { family, linear } from './family'
import { maskedWords } from './masked-words'
import { contextOf, readRotary } from './rotary-config'

/** The keys of GPT-2's config, under which the authors' own files have theirs. */
const authors = {
  ...{ n_embd: size.optional(), n_layer: size.optional(), n_head: size.optional(), n_inner: size.nullish() },
  ...{ n_positions: size.optional(), layer_norm_epsilon: eps.optional(), rotary_emb_base: eps.optional() },
  ...{ activation_function: only('swiglu'), rotary_emb_fraction: only(1), rotary_emb_interleaved: only(false) },
  ...{ prenorm: only(false), parallel_block: only(false), causal: only(false), use_rms_norm: only(false) },
  ...{ qkv_proj_bias: only(false), mlp_fc1_bias: only(false), mlp_fc2_bias: only(false) },
  rotary_scaling_factor: z.literal(null).optional(),
  rotary_emb_scale_base: z.literal(null).optional(),
}

/** Nomic Embed's BERT (Nussbaum et al. 2024): rotary positions, gated MLPs, and no biases but the norms'. */
export const nomicBert = family({
  modelType: 'nomic_bert',
  title: 'Nomic BERT',
  kind: 'encoder',
  config: z.looseObject({
    ...{ vocab_size: size.default(30_528), hidden_size: size.default(768), intermediate_size: size.default(3072) },
    ...{ num_hidden_layers: size.default(12), num_attention_heads: size.default(12), head_dim: size.nullish() },
    ...{ hidden_act: activation.default('silu'), max_position_embeddings: size.default(2048) },
    ...{
      type_vocab_size: size.default(2),
      layer_norm_eps: eps.default(1e-12),
      rope_parameters: z.unknown().optional(),
    },
    ...authors,
  }),
  ignored: [
    ...[...bertIgnored, 'max_trained_positions', 'parallel_block_tied_norm', 'pad_vocab_size_multiple'],
    ...['fused_bias_fc', 'fused_dropout_add_ln', 'use_flash_attn', 'use_xentropy', 'dense_seq_output'],
    ...['last_layer_subset', 'reorder_and_upcast_attn', 'scale_attn_weights', 'scale_attn_by_inverse_layer_idx'],
    ...['summary_activation', 'summary_first_dropout', 'summary_proj_to_labels', 'summary_type', 'summary_use_proj'],
  ],
  plan: (c, file) => {
    const [dModel, heads] = [c.n_embd ?? c.hidden_size, c.n_head ?? c.num_attention_heads]
    const dHead = c.head_dim ?? dModel / heads
    const longest = c.n_positions ?? c.max_position_embeddings
    const rotary = readRotary({ ...c, rope_theta: c.rotary_emb_base }, { longest, dHead, file, theta: 1000 })
    return {
      sizes: {
        ...{ layers: c.n_layer ?? c.num_hidden_layers, heads, keyHeads: heads, dModel, dHead },
        ...{ dMlp: c.n_inner ?? c.intermediate_size, vocabulary: c.vocab_size, context: contextOf(rotary) },
      },
      norm: { kind: 'layer', eps: c.layer_norm_epsilon ?? c.layer_norm_eps },
      embed: {
        table: 'embeddings.word_embeddings.weight',
        tokenTypes: { table: 'embeddings.token_type_embeddings.weight', count: c.type_vocab_size },
        norm: 'emb_ln',
      },
      block: (layer) => {
        const at = `encoder.layers.${layer}.`
        return {
          attention: {
            ...{ afterSum: `${at}norm1`, causal: false, scale: dHead ** -0.5, rotary },
            qkv: { fused: linear(`${at}attn.Wqkv`), layout: 'parts' },
            out: linear(`${at}attn.out_proj`),
          },
          mlp: {
            ...{ afterSum: `${at}norm2`, kind: 'gated', gating: { kind: 'plain', activation: c.hidden_act } },
            gates: { gate: linear(`${at}mlp.fc12`), up: linear(`${at}mlp.fc11`) },
            out: linear(`${at}mlp.fc2`),
          },
        }
      },
      unembed: maskedWords(true, c.hidden_act, {
        ...{ dense: 'cls.predictions.transform.dense', norm: 'cls.predictions.transform.layer_norm' },
        ...{ decoder: 'cls.predictions.decoder', bias: 'cls.predictions.bias' },
      }),
      pooler: bertPooler,
      taskHeads: bertHeads,
    }
  },
  prefixes: ['nomic_bert.', 'bert.', ''],
  blocks: 'encoder.layers.',
})
