import * as z from 'zod'
import { activation } from './activation-names'
import { eps, rotaryKeys, size } from './config-keys'
import { family, linear } from './family'
import { contextOf, readRotary } from './rotary-config'

/** GPT-NeoX (Black et al. 2022), Pythia: attention and MLP in parallel, q, k and v fused head by head, a quarter of each head turned. */
export const gptNeox = family({
  modelType: 'gpt_neox',
  title: 'GPT-NeoX',
  kind: 'decoder',
  config: z.looseObject({
    vocab_size: size.default(50_432),
    hidden_size: size.default(6144),
    num_hidden_layers: size.default(44),
    num_attention_heads: size.default(64),
    intermediate_size: size.default(24_576),
    hidden_act: activation.default('gelu'),
    max_position_embeddings: size.default(2048),
    layer_norm_eps: eps.default(1e-5),
    attention_bias: z.boolean().default(true),
    use_parallel_residual: z.boolean().default(true),
    tie_word_embeddings: z.boolean().default(false),
    is_decoder: z.unknown().optional(),
    rotary_pct: z.number().positive().max(1).default(0.25),
    rotary_emb_base: eps.default(10_000),
    ...rotaryKeys,
  }),
  plan: (c, file) => {
    const dHead = c.hidden_size / c.num_attention_heads
    const rotary = readRotary(c, {
      ...{ longest: c.max_position_embeddings, dHead, file, share: c.rotary_pct, theta: c.rotary_emb_base },
    })
    return {
      sizes: {
        ...{ layers: c.num_hidden_layers, heads: c.num_attention_heads, keyHeads: c.num_attention_heads },
        ...{ dModel: c.hidden_size, dHead, dMlp: c.intermediate_size, vocabulary: c.vocab_size },
        context: contextOf(rotary),
      },
      norm: { kind: 'layer', eps: c.layer_norm_eps },
      embed: { table: 'embed_in.weight' },
      block: (layer) => ({
        order: c.use_parallel_residual ? 'parallel' : 'serial',
        attention: {
          before: `layers.${layer}.input_layernorm`,
          ...{ causal: true, scale: dHead ** -0.5, rotary },
          qkv: { fused: linear(`layers.${layer}.attention.query_key_value`, c.attention_bias), layout: 'groups' },
          out: linear(`layers.${layer}.attention.dense`, c.attention_bias),
        },
        mlp: {
          before: `layers.${layer}.post_attention_layernorm`,
          ...{ kind: 'plain', activation: c.hidden_act },
          in: linear(`layers.${layer}.mlp.dense_h_to_4h`, true),
          out: linear(`layers.${layer}.mlp.dense_4h_to_h`, true),
        },
      }),
      finalNorm: 'final_layer_norm',
      unembed: { table: 'embed_out.weight', tied: c.tie_word_embeddings },
    }
  },
  prefixes: ['gpt_neox.', ''],
  blocks: 'layers.',
  buffers: [/\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/],
})
