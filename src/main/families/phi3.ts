import { eps, size } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** What Phi-3's first configs call "yarn" is LongRoPE, as transformers' Phi3Config has it. */
function asLongRope(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return settings
  const { type, rope_type = type } = settings as { type?: unknown; rope_type?: unknown }
  return rope_type === 'yarn' ? { ...settings, rope_type: 'longrope' } : settings
}

/** Phi-3 and 3.5 mini, Phi-4 (Abdin et al. 2024): Llama with q, k, v in one projection, gate and up in another, and LongRoPE. */
export const phi3 = family({
  modelType: 'phi3',
  title: 'Phi-3',
  kind: 'decoder',
  config: llamaConfig.extend({
    max_position_embeddings: size.default(4096),
    original_max_position_embeddings: size.default(4096),
    rms_norm_eps: eps.default(1e-5),
    sliding_window: size.nullish(),
  }),
  plan: (given, file) => {
    const { rope_parameters, rope_scaling } = given
    const c = { ...given, rope_parameters: asLongRope(rope_parameters), rope_scaling: asLongRope(rope_scaling) }
    return withBlocks(llamaPlan(c, file), ({ attention, mlp }, layer) => ({
      attention: {
        ...attention,
        qkv: { fused: linear(`layers.${layer}.self_attn.qkv_proj`), layout: 'parts' },
        window: c.sliding_window ?? null,
      },
      mlp: {
        before: mlp.before,
        kind: 'gated',
        gating: { kind: 'plain', activation: c.hidden_act },
        gates: { both: linear(`layers.${layer}.mlp.gate_up_proj`), layout: 'halves' },
        out: linear(`layers.${layer}.mlp.down_proj`),
      },
    }))
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
