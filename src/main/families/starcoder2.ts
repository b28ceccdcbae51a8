import * as z from 'zod'
import { activation } from './activation-names'
import { eps, size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** StarCoder2 (Lozhkov et al. 2024): Llama with LayerNorms, a plain MLP, biases everywhere and a window. */
export const starcoder2 = family({
  modelType: 'starcoder2',
  title: 'StarCoder2',
  kind: 'decoder',
  config: llamaConfig.omit({ rms_norm_eps: true, attention_bias: true, mlp_bias: true }).extend({
    num_key_value_heads: size.default(2),
    max_position_embeddings: size.default(4096),
    hidden_act: activation.default('gelu_tanh'),
    norm_epsilon: eps.default(1e-5),
    use_bias: z.boolean().default(true),
    sliding_window: size.nullish(),
    tie_word_embeddings: z.boolean().default(true),
  }),
  ignored: ['residual_dropout', 'embedding_dropout'],
  plan: (c, file) => {
    const biases = { attention_bias: c.use_bias, mlp_bias: c.use_bias }
    const plan = llamaPlan({ ...c, ...biases, rms_norm_eps: c.norm_epsilon }, file)
    return {
      ...withBlocks(plan, ({ attention, mlp: { before } }, layer) => ({
        attention: { ...attention, window: c.sliding_window ?? null },
        mlp: {
          ...{ before, kind: 'plain', activation: c.hidden_act },
          in: linear(`layers.${layer}.mlp.c_fc`, c.use_bias),
          out: linear(`layers.${layer}.mlp.c_proj`, c.use_bias),
        },
      })),
      norm: { kind: 'layer', eps: c.norm_epsilon },
    }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
