import * as z from 'zod'
import { activation } from './activation-names'
import { eps, size } from './config-keys'
import { family, linear } from './family'
import { contextOf, readRotary } from './rotary-config'
import { answerHead, pooledHead, tokenHead } from './task-heads'
import { windowKeys, windowOf } from './windows'

const flag = (by: boolean) => z.boolean().default(by)
const rotaries = z.object({ full_attention: z.unknown(), sliding_attention: z.unknown() }).partial()

/** ModernBERT (Warner et al. 2024): norms before the parts, gated MLPs, and two layers with a window to both sides and a rotary base of their own to each without. */
export const modernbert = family({
  modelType: 'modernbert',
  title: 'ModernBERT',
  kind: 'encoder',
  config: z.looseObject({
    ...{ vocab_size: size.default(50_368), hidden_size: size.default(768), intermediate_size: size.default(1152) },
    ...{ num_hidden_layers: size.default(22), num_attention_heads: size.default(12) },
    ...{ max_position_embeddings: size.default(8192), hidden_activation: activation.default('gelu') },
    ...{ norm_eps: eps.default(1e-5), norm_bias: flag(false), attention_bias: flag(false), mlp_bias: flag(false) },
    ...{ layer_types: windowKeys.layer_types, global_attn_every_n_layers: size.default(3) },
    ...{
      local_attention: size.default(128),
      rope_parameters: rotaries.nullish(),
      rope_scaling: z.unknown().optional(),
    },
    ...{ global_rope_theta: eps.default(160_000), local_rope_theta: eps.nullable().default(10_000) },
    ...{ classifier_activation: activation.default('gelu'), classifier_bias: flag(false), decoder_bias: flag(true) },
    classifier_pooling: z.enum(['cls', 'mean']).default('cls'),
    tie_word_embeddings: flag(true),
  }),
  ignored: [
    ...['initializer_cutoff_factor', 'cls_token_id', 'sep_token_id', 'embedding_dropout', 'mlp_dropout'],
    ...['deterministic_flash_attn', 'sparse_prediction', 'sparse_pred_ignore_index'],
    ...['layer_norm_eps', 'position_embedding_type', 'reference_compile', 'repad_logits_with_grad'],
  ],
  plan: (c, file) => {
    const dHead = c.hidden_size / c.num_attention_heads
    const rotary = (kind: keyof z.infer<typeof rotaries>, theta: number) =>
      readRotary(
        { rope_parameters: c.rope_parameters?.[kind], rope_scaling: c.rope_scaling },
        { longest: c.max_position_embeddings, dHead, file, theta },
      )
    const full = rotary('full_attention', c.global_rope_theta)
    const local = rotary('sliding_attention', c.local_rope_theta ?? c.global_rope_theta)
    const { classifier_activation: activation } = c
    const transform = { dense: linear('head.dense', c.classifier_bias), activation, norm: 'head.norm' }
    // Half of it to each side of the query, which is counted with one of them.
    const windows = { sliding_window: Math.floor(c.local_attention / 2) + 1, layer_types: c.layer_types }
    return {
      sizes: {
        ...{ layers: c.num_hidden_layers, heads: c.num_attention_heads, keyHeads: c.num_attention_heads, dHead },
        ...{ dModel: c.hidden_size, dMlp: c.intermediate_size, vocabulary: c.vocab_size, context: contextOf(full) },
      },
      norm: { kind: 'layer', eps: c.norm_eps, biased: c.norm_bias },
      embed: { table: 'embeddings.tok_embeddings.weight', norm: 'embeddings.norm' },
      block: (layer) => {
        const at = `layers.${layer}.`
        const window = windowOf(windows, layer, (l) => l % c.global_attn_every_n_layers !== 0)
        return {
          attention: {
            // The embedding's norm stands before the first layer.
            before: layer === 0 ? undefined : `${at}attn_norm`,
            ...{ causal: false, scale: dHead ** -0.5, window, rotary: window === null ? full : local },
            qkv: { fused: linear(`${at}attn.Wqkv`, c.attention_bias), layout: 'parts' },
            out: linear(`${at}attn.Wo`, c.attention_bias),
          },
          mlp: {
            before: `${at}mlp_norm`,
            ...{ kind: 'gated', gating: { kind: 'plain', activation: c.hidden_activation } },
            gates: { both: linear(`${at}mlp.Wi`, c.mlp_bias), layout: 'halves' },
            out: linear(`${at}mlp.Wo`, c.mlp_bias),
          },
        }
      },
      finalNorm: 'final_norm',
      unembed: {
        ...{ table: 'decoder.weight', tied: c.tie_word_embeddings, bias: c.decoder_bias ? 'decoder.bias' : undefined },
        // Classifiers have the dense layer and the norm as well.
        ...{ transform, present: 'head.dense.weight', absent: 'classifier.weight' },
      },
      taskHeads: [
        { ...pooledHead, transform, reads: c.classifier_pooling === 'cls' ? 'first' : 'mean' },
        { ...tokenHead, transform },
        { ...answerHead, transform, out: tokenHead.out },
      ],
    }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
