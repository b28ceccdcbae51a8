import * as z from 'zod'
import { eps, size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, splitQkv, withBlocks } from './llama-like'

/** StableLM (Bellagente et al. 2024): Llama with LayerNorms, a quarter of each head turned, and in some a norm for each head. */
export const stablelm = family({
  modelType: 'stablelm',
  title: 'StableLM',
  kind: 'decoder',
  config: llamaConfig.omit({ rms_norm_eps: true, attention_bias: true, mlp_bias: true }).extend({
    max_position_embeddings: size.default(4096),
    layer_norm_eps: eps.default(1e-5),
    use_qkv_bias: z.boolean().default(false),
    qk_layernorm: z.boolean().default(false),
    use_parallel_residual: z.boolean().default(false),
  }),
  plan: (c, file) => {
    const plan = llamaPlan({ ...c, rms_norm_eps: c.layer_norm_eps, attention_bias: false, mlp_bias: false }, file, {
      share: 0.25,
    })
    const { heads, keyHeads } = plan.sizes
    const norms = (layer: number, part: 'q' | 'k', count: number) =>
      Array.from({ length: count }, (_, head) => `layers.${layer}.self_attn.${part}_layernorm.norms.${head}`)
    return {
      ...withBlocks(plan, ({ attention, mlp }, layer) => ({
        order: c.use_parallel_residual ? 'parallel' : 'serial',
        attention: {
          ...attention,
          ...{ qkv: splitQkv(layer, c.use_qkv_bias), out: linear(`layers.${layer}.self_attn.o_proj`) },
          headNorms: c.qk_layernorm
            ? {
                ...{ kind: 'layer', eps: c.layer_norm_eps, over: 'head', biased: false },
                ...{ q: norms(layer, 'q', heads), k: norms(layer, 'k', keyHeads) },
              }
            : undefined,
        },
        mlp: { ...mlp, before: c.use_parallel_residual ? undefined : mlp.before },
      })),
      norm: { kind: 'layer', eps: c.layer_norm_eps },
    }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
