import * as z from 'zod'
import { activation } from './activation-names'
import { only, size } from './config-keys'
import { family, linear } from './family'

/** OPT (Zhang et al. 2022): GPT-2's shape with positions that begin at 2; its 350m has norms after the sums and a narrower table. */
export const opt = family({
  modelType: 'opt',
  title: 'OPT',
  kind: 'decoder',
  config: z.looseObject({
    vocab_size: size.default(50_272),
    hidden_size: size.default(768),
    num_hidden_layers: size.default(12),
    ffn_dim: size.default(3072),
    max_position_embeddings: size.default(2048),
    num_attention_heads: size.default(12),
    activation_function: activation.default('relu'),
    do_layer_norm_before: z.boolean().default(true),
    _remove_final_layer_norm: z.boolean().default(false),
    word_embed_proj_dim: size.nullish(),
    enable_bias: z.boolean().default(true),
    layer_norm_elementwise_affine: only(true),
    tie_word_embeddings: z.boolean().default(true),
  }),
  ignored: ['init_std', 'activation_dropout', 'prefix'],
  plan: (c) => {
    const dHead = c.hidden_size / c.num_attention_heads
    const norm = (name: string) => (c.do_layer_norm_before ? { before: name } : { afterSum: name })
    const width = c.word_embed_proj_dim ?? c.hidden_size
    const narrow = width !== c.hidden_size
    return {
      sizes: {
        ...{ layers: c.num_hidden_layers, heads: c.num_attention_heads, keyHeads: c.num_attention_heads, dHead },
        ...{ dModel: c.hidden_size, dMlp: c.ffn_dim, vocabulary: c.vocab_size, context: c.max_position_embeddings },
      },
      norm: { kind: 'layer', eps: 1e-5 },
      embed: {
        table: 'embed_tokens.weight',
        projection: narrow ? { name: linear('project_in'), width, of: 'rows' } : undefined,
        positions: { table: 'embed_positions.weight', offset: 2 },
      },
      block: (layer) => {
        const at = `layers.${layer}.`
        const of = (part: string) => linear(`${at}self_attn.${part}_proj`, c.enable_bias)
        return {
          attention: {
            ...norm(`${at}self_attn_layer_norm`),
            ...{ causal: true, scale: dHead ** -0.5, qkv: { q: of('q'), k: of('k'), v: of('v') }, out: of('out') },
          },
          mlp: {
            ...norm(`${at}final_layer_norm`),
            ...{ kind: 'plain', activation: c.activation_function },
            ...{ in: linear(`${at}fc1`, c.enable_bias), out: linear(`${at}fc2`, c.enable_bias) },
          },
        }
      },
      finalNorm: c.do_layer_norm_before && !c._remove_final_layer_norm ? 'final_layer_norm' : undefined,
      unembed: {
        ...{ table: 'lm_head.weight', tied: c.tie_word_embeddings },
        projection: narrow ? linear('project_out') : undefined,
      },
      // Those of a narrow model read what `project_out` gives.
      ...(narrow ? { taskHeads: [] } : {}),
    }
  },
  prefixes: ['model.decoder.', 'decoder.', ''],
  blocks: 'layers.',
})
