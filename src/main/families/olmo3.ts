import * as z from 'zod'
import { eps } from './config-keys'
import { family } from './family'
import { llamaConfig, withAttention } from './llama-like'
import { olmo2 } from './olmo2'
import { readRotary } from './rotary-config'
import { windowKeys, windowOf } from './windows'

const rotaries = z.object({ full_attention: z.unknown(), sliding_attention: z.unknown() }).partial()

/** OLMo 3 (OLMo Team 2025): OLMo 2 with a window in three layers of four, whose rotary positions are not scaled. */
export const olmo3 = family({
  ...olmo2,
  modelType: 'olmo3',
  title: 'OLMo 3',
  config: llamaConfig.extend({
    rms_norm_eps: eps.default(1e-5),
    rope_parameters: rotaries.nullish(),
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(4096),
  }),
  plan: (c, file) => {
    const { full_attention, sliding_attention } = c.rope_parameters ?? {}
    const plan = olmo2.plan({ ...c, rope_parameters: full_attention }, file)
    const at = { longest: c.max_position_embeddings, dHead: plan.sizes.dHead, file, theta: 500_000 }
    const full = readRotary({ ...c, rope_parameters: full_attention }, at)
    const sliding = readRotary({ rope_parameters: sliding_attention, rope_theta: c.rope_theta }, at)
    return withAttention(plan, (layer) => {
      const window = windowOf(c, layer, (of) => (of + 1) % 4 !== 0)
      return { window, rotary: window === null ? full : sliding }
    })
  },
})
