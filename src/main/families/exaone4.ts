import * as z from 'zod'
import { eps, size } from './config-keys'
import { family } from './family'
import { headRmsNorms, llamaConfig, llamaPlan, withBlocks } from './llama-like'
import { windowKeys, windowOf } from './windows'

/** EXAONE 4 (LG AI Research 2025): norms after each part and of each head, and where some layers have a window, no positions in the others. */
export const exaone4 = family({
  modelType: 'exaone4',
  title: 'EXAONE 4',
  kind: 'decoder',
  config: llamaConfig.omit({ attention_bias: true, mlp_bias: true }).extend({
    rms_norm_eps: eps.default(1e-5),
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(4096),
    sliding_window_pattern: size.or(z.string()).nullish(),
  }),
  plan: (c, file) =>
    withBlocks(llamaPlan({ ...c, attention_bias: false, mlp_bias: false }, file), ({ attention, mlp }, layer) => {
      // Configs that write it as LLLG list the layers as well.
      const pattern = typeof c.sliding_window_pattern === 'number' ? c.sliding_window_pattern : 4
      const window = windowOf(c, layer, (of) => (of + 1) % pattern !== 0)
      return {
        attention: {
          ...attention,
          ...{ before: undefined, after: `layers.${layer}.post_attention_layernorm`, window },
          rotary: window === null && c.sliding_window !== null ? null : (attention.rotary ?? null),
          headNorms: headRmsNorms(layer, c.rms_norm_eps),
        },
        mlp: { ...mlp, before: undefined, after: `layers.${layer}.post_feedforward_layernorm` },
      }
    }),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
