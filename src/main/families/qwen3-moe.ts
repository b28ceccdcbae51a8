import * as z from 'zod'
import { size } from './config-keys'
import { family, linear } from './family'
import { gatedMlp, headRmsNorms, llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** Keys that say which layers have experts, and how these are weighed. */
export const routerKeys = {
  norm_topk_prob: z.boolean().default(false),
  decoder_sparse_step: size.default(1),
  mlp_only_layers: z.array(z.int()).nullish(),
}

/** Whether a layer has experts. */
export function routedLayer(
  c: { readonly mlp_only_layers?: readonly number[] | null | undefined; readonly decoder_sparse_step: number },
  layer: number,
): boolean {
  return !(c.mlp_only_layers ?? []).includes(layer) && (layer + 1) % c.decoder_sparse_step === 0
}

/** Qwen3's mixtures (Yang et al. 2025): Qwen3 with experts in all layers but those that the config leaves out. */
export const qwen3Moe = family({
  modelType: 'qwen3_moe',
  title: 'Qwen3 MoE',
  kind: 'decoder',
  config: llamaConfig.extend({
    num_key_value_heads: size.default(4),
    max_position_embeddings: size.default(32_768),
    sliding_window: size.nullish(),
    use_sliding_window: z.boolean().default(false),
    moe_intermediate_size: size.default(768),
    num_experts: size.nullish(),
    num_local_experts: size.nullish(),
    num_experts_per_tok: size.default(8),
    ...routerKeys,
  }),
  ignored: ['output_router_logits', 'router_aux_loss_coef', 'max_window_layers'],
  plan: (c, file) => {
    const plan = llamaPlan(c, file)
    const count = c.num_experts ?? c.num_local_experts ?? 128
    const blocks = withBlocks(plan, ({ attention, mlp }, layer) => {
      const at = `layers.${layer}.mlp.`
      return {
        attention: {
          ...attention,
          headNorms: headRmsNorms(layer, c.rms_norm_eps),
          window: c.use_sliding_window ? (c.sliding_window ?? null) : null,
        },
        mlp: routedLayer(c, layer)
          ? {
              before: mlp.before,
              ...{ kind: 'experts', router: linear(`${at}gate`), count, perToken: c.num_experts_per_tok },
              weighing: c.norm_topk_prob ? 'all-normalised' : 'all',
              experts: { each: (expert) => gatedMlp(`${at}experts.${expert}.`, c) },
            }
          : { before: mlp.before, ...gatedMlp(at, c), width: c.intermediate_size },
      }
    })
    return { ...blocks, sizes: { ...plan.sizes, dMlp: c.moe_intermediate_size } }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
