import * as z from 'zod'
import { activation } from './activation-names'
import { eps, size } from './config-keys'
import { family, linear } from './family'

const kinds = z.array(z.enum(['global', 'local']))

/** GPT-Neo (Black et al. 2021): GPT-2 with split projections, scores that are not scaled, and a window in every other layer. */
export const gptNeo = family({
  modelType: 'gpt_neo',
  title: 'GPT-Neo',
  kind: 'decoder',
  config: z.looseObject({
    vocab_size: size.default(50_257),
    max_position_embeddings: size.default(2048),
    hidden_size: size.default(2048),
    num_layers: size.default(24),
    num_heads: size.default(16),
    intermediate_size: size.nullish(),
    window_size: size.default(256),
    attention_types: z.array(z.tuple([kinds, size])).default([[['global', 'local'], 12]]),
    activation_function: activation.default('gelu_tanh'),
    layer_norm_epsilon: eps.default(1e-5),
    tie_word_embeddings: z.boolean().default(true),
  }),
  ignored: [
    'attention_layers',
    'gradient_checkpointing',
    'summary_activation',
    'summary_first_dropout',
    'summary_proj_to_labels',
    'summary_type',
    'summary_use_proj',
    'tokenizer_class',
  ],
  plan: (c) => {
    const layers = c.attention_types.flatMap(([pattern, times]) => Array.from({ length: times }, () => pattern).flat())
    return {
      sizes: {
        ...{ layers: c.num_layers, heads: c.num_heads, keyHeads: c.num_heads, dModel: c.hidden_size },
        ...{ dHead: c.hidden_size / c.num_heads, dMlp: c.intermediate_size ?? 4 * c.hidden_size },
        ...{ vocabulary: c.vocab_size, context: c.max_position_embeddings },
      },
      norm: { kind: 'layer', eps: c.layer_norm_epsilon },
      embed: { table: 'wte.weight', positions: { table: 'wpe.weight' } },
      block: (layer) => {
        const at = `h.${layer}.`
        const of = (part: string) => linear(`${at}attn.attention.${part}_proj`, part === 'out')
        return {
          attention: {
            before: `${at}ln_1`,
            ...{ causal: true, scale: 1, window: layers[layer] === 'local' ? c.window_size : null },
            qkv: { q: of('q'), k: of('k'), v: of('v') },
            out: of('out'),
          },
          mlp: {
            before: `${at}ln_2`,
            ...{ kind: 'plain', activation: c.activation_function },
            ...{ in: linear(`${at}mlp.c_fc`, true), out: linear(`${at}mlp.c_proj`, true) },
          },
        }
      },
      finalNorm: 'ln_f',
      unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings },
    }
  },
  prefixes: ['transformer.', ''],
  blocks: 'h.',
  buffers: [/\.attn\.attention\.(masked_)?bias$/],
})
