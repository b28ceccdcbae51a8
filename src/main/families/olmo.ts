import { eps, size } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan, withAttention } from './llama-like'

/** OLMo (Groeneveld et al. 2024): Llama with LayerNorms that have no weights, and queries, keys and values held within bounds. */
export const olmo = family({
  modelType: 'olmo',
  title: 'OLMo',
  kind: 'decoder',
  config: llamaConfig.omit({ rms_norm_eps: true, mlp_bias: true, head_dim: true }).extend({
    vocab_size: size.default(50_304),
    clip_qkv: eps.nullish(),
  }),
  plan: (c, file) => ({
    ...withAttention(llamaPlan({ ...c, rms_norm_eps: 1e-5, mlp_bias: false }, file), () => ({
      clip: c.clip_qkv ?? null,
    })),
    norm: { kind: 'layer', eps: 1e-5, weighted: false },
  }),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
