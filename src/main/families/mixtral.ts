import { eps, size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in each layer, two to a token. */
export const mixtral = family({
  modelType: 'mixtral',
  title: 'Mixtral',
  kind: 'decoder',
  config: llamaConfig.extend({
    num_key_value_heads: size.default(8),
    max_position_embeddings: size.default(131_072),
    rms_norm_eps: eps.default(1e-5),
    sliding_window: size.nullish(),
    num_local_experts: size.default(8),
    num_experts_per_tok: size.default(2),
  }),
  ignored: ['output_router_logits', 'router_aux_loss_coef', 'router_jitter_noise'],
  plan: (c, file) =>
    withBlocks(llamaPlan(c, file, { theta: 1_000_000 }), ({ attention, mlp }, layer) => {
      const at = `layers.${layer}.block_sparse_moe.`
      return {
        attention: { ...attention, window: c.sliding_window ?? null },
        mlp: {
          before: mlp.before,
          ...{ kind: 'experts', router: linear(`${at}gate`), weighing: 'all-normalised' },
          ...{ count: c.num_local_experts, perToken: c.num_experts_per_tok },
          experts: {
            each: (expert) => ({
              kind: 'gated',
              gating: { kind: 'plain', activation: c.hidden_act },
              gates: { gate: linear(`${at}experts.${expert}.w1`), up: linear(`${at}experts.${expert}.w3`) },
              out: linear(`${at}experts.${expert}.w2`),
            }),
          },
        },
      }
    }),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
