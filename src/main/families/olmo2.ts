import { eps } from './config-keys'
import { family } from './family'
import { headRmsNorms, llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** OLMo 2 (OLMo Team 2024): Llama whose norms stand after each part alone, and of all queries and all keys together. */
export const olmo2 = family({
  modelType: 'olmo2',
  title: 'OLMo 2',
  kind: 'decoder',
  config: llamaConfig.extend({ rms_norm_eps: eps.default(1e-5) }),
  plan: (c, file) =>
    withBlocks(llamaPlan(c, file), ({ attention, mlp }, layer) => ({
      attention: {
        ...attention,
        before: undefined,
        after: `layers.${layer}.post_attention_layernorm`,
        headNorms: headRmsNorms(layer, c.rms_norm_eps, { over: 'all' }),
      },
      mlp: { ...mlp, before: undefined, after: `layers.${layer}.post_feedforward_layernorm` },
    })),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
