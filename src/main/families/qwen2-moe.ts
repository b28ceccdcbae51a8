import * as z from 'zod'
import { size } from './config-keys'
import { family, linear } from './family'
import { gatedMlp, llamaConfig, llamaPlan, splitQkv, withBlocks } from './llama-like'
import { qwenWindowKeys } from './qwen2'
import { routedLayer, routerKeys } from './qwen3-moe'
import { windowOf } from './windows'

/** Qwen1.5-MoE and Qwen2-57B (Yang et al. 2024): Qwen2 with experts, and one that every token goes through besides. */
export const qwen2Moe = family({
  modelType: 'qwen2_moe',
  title: 'Qwen2 MoE',
  kind: 'decoder',
  config: llamaConfig.omit({ attention_bias: true, mlp_bias: true }).extend({
    max_position_embeddings: size.default(32_768),
    ...qwenWindowKeys,
    // transformers writes 0 where there are none.
    sliding_window: z.int().nonnegative().nullish(),
    ...routerKeys,
    moe_intermediate_size: size.default(1408),
    shared_expert_intermediate_size: size.default(5632),
    num_experts: size.default(60),
    num_experts_per_tok: size.default(4),
    qkv_bias: z.boolean().default(true),
  }),
  ignored: ['output_router_logits', 'router_aux_loss_coef'],
  plan: (given, file) => {
    const c = { ...given, attention_bias: false, mlp_bias: false }
    const plan = llamaPlan(c, file)
    const slides = (at: number) => at % 2 === 0 && at < c.max_window_layers
    const blocks = withBlocks(plan, ({ attention, mlp: { before } }, layer) => {
      const at = `layers.${layer}.mlp.`
      const shared = { ...gatedMlp(`${at}shared_expert.`, c), width: c.shared_expert_intermediate_size }
      return {
        attention: {
          ...{ ...attention, qkv: splitQkv(layer, c.qkv_bias) },
          window: c.use_sliding_window ? windowOf(c, layer, slides) : null,
        },
        mlp: routedLayer(c, layer)
          ? {
              ...{ before, kind: 'experts', router: linear(`${at}gate`) },
              ...{ count: c.num_experts, perToken: c.num_experts_per_tok },
              weighing: c.norm_topk_prob ? 'all-normalised' : 'all',
              experts: { each: (expert) => gatedMlp(`${at}experts.${expert}.`, c) },
              shared: { expert: shared, gate: linear(`${at}shared_expert_gate`) },
            }
          : { before, ...gatedMlp(at, c), width: c.intermediate_size },
      }
    })
    return { ...blocks, sizes: { ...plan.sizes, dMlp: c.moe_intermediate_size } }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
