import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, size } from './config-keys'
import { family, linear } from './family'

/** GPT-J (Wang and Komatsuzaki 2021): attention and MLP in parallel behind one norm, rotary on neighbouring dimensions. */
export const gptj = family({
  modelType: 'gptj',
  title: 'GPT-J',
  kind: 'decoder',
  config: z.looseObject({
    vocab_size: size.default(50_400),
    n_positions: size.default(2048),
    n_embd: size.default(4096),
    n_layer: size.default(28),
    n_head: size.default(16),
    rotary_dim: size.nullable().default(64),
    n_inner: size.nullish(),
    activation_function: activation.default('gelu_tanh'),
    layer_norm_epsilon: eps.default(1e-5),
    tie_word_embeddings: z.boolean().default(false),
    scale_attn_weights: only(true),
    rotary: only(true),
  }),
  ignored: [
    ...['n_ctx', 'summary_activation', 'summary_first_dropout', 'summary_proj_to_labels', 'summary_type'],
    ...['summary_use_proj', 'tokenizer_class'],
  ],
  plan: (c) => {
    const dHead = c.n_embd / c.n_head
    const rotary = {
      ...{ theta: 10_000, dimensions: c.rotary_dim ?? c.n_embd, layout: 'pairs' as const },
      ...{ scaling: { kind: 'default' as const }, longest: c.n_positions },
    }
    return {
      sizes: {
        ...{ layers: c.n_layer, heads: c.n_head, keyHeads: c.n_head, dModel: c.n_embd, dHead },
        ...{ dMlp: c.n_inner ?? 4 * c.n_embd, vocabulary: c.vocab_size, context: c.n_positions },
      },
      norm: { kind: 'layer', eps: c.layer_norm_epsilon },
      embed: { table: 'wte.weight' },
      block: (layer) => {
        const at = `h.${layer}.`
        const qkv = (part: string) => linear(`${at}attn.${part}_proj`)
        return {
          order: 'parallel',
          attention: {
            before: `${at}ln_1`,
            ...{ causal: true, scale: dHead ** -0.5, rotary },
            qkv: { q: qkv('q'), k: qkv('k'), v: qkv('v') },
            out: qkv('out'),
          },
          mlp: {
            ...{ kind: 'plain', activation: c.activation_function },
            ...{ in: linear(`${at}mlp.fc_in`, true), out: linear(`${at}mlp.fc_out`, true) },
          },
        }
      },
      finalNorm: 'ln_f',
      unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings, bias: 'lm_head.bias' },
    }
  },
  prefixes: ['transformer.', ''],
  blocks: 'h.',
  buffers: [/\.attn\.(masked_bias|bias)$/],
})
