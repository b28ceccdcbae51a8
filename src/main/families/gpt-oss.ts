import * as z from 'zod'
import { eps, only, size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'
import { windowKeys, windowOf } from './windows'

const yarn = { rope_type: 'yarn', factor: 32, beta_fast: 32, beta_slow: 1, truncate: false }

/** gpt-oss (OpenAI 2025): experts with a clamped SwiGLU, sinks in the softmax, a window in every other layer. Not as MXFP4. */
export const gptOss = family({
  modelType: 'gpt_oss',
  title: 'gpt-oss',
  kind: 'decoder',
  config: llamaConfig.extend({
    head_dim: size.default(64),
    num_key_value_heads: size.default(8),
    max_position_embeddings: size.default(131_072),
    rms_norm_eps: eps.default(1e-5),
    attention_bias: z.boolean().default(true),
    hidden_act: only('silu'),
    initial_context_length: size.nullish(),
    swiglu_alpha: z.number().default(1.702),
    swiglu_limit: z.number().positive().default(7),
    num_local_experts: size.default(128),
    num_experts_per_tok: size.nullish(),
    experts_per_token: size.nullish(),
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(128),
  }),
  ignored: ['output_router_logits', 'router_aux_loss_coef'],
  plan: (c, file) => {
    const scaling = { ...yarn, original_max_position_embeddings: 4096 }
    const rope = c.rope_parameters || c.rope_scaling ? {} : { rope_parameters: scaling }
    return withBlocks(llamaPlan({ ...c, ...rope }, file, { theta: 150_000 }), ({ attention, mlp }, layer) => {
      const at = `layers.${layer}.`
      return {
        attention: { ...attention, sinks: `${at}self_attn.sinks`, window: windowOf(c, layer, (l) => l % 2 === 0) },
        mlp: {
          before: mlp.before,
          ...{ kind: 'experts', router: linear(`${at}mlp.router`, true), count: c.num_local_experts },
          ...{ perToken: c.num_experts_per_tok ?? c.experts_per_token ?? 4, weighing: 'chosen' },
          experts: {
            stacked: {
              kind: 'gated',
              gating: { kind: 'clamped', limit: c.swiglu_limit, alpha: c.swiglu_alpha },
              gates: { both: linear(`${at}mlp.experts.gate_up_proj`, true), layout: 'pairs' },
              out: linear(`${at}mlp.experts.down_proj`, true),
            },
          },
        },
      }
    })
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
