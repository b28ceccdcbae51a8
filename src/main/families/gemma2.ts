import * as z from 'zod'
import { eps } from './config-keys'
import { family } from './family'
import { gemmaConfig, gemmaPlan, withNormsAfter } from './gemma-like'
import { withAttention } from './llama-like'
import { windowKeys, windowOf } from './windows'

/** Gemma 2 (Gemma Team 2024): norms before and after each part, soft-capped scores and logits, a window in every other layer. */
export const gemma2 = family({
  modelType: 'gemma2',
  title: 'Gemma 2',
  kind: 'decoder',
  config: gemmaConfig.extend({
    query_pre_attn_scalar: z.number().positive().default(256),
    attn_logit_softcapping: eps.nullable().default(50),
    final_logit_softcapping: eps.nullable().default(30),
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(4096),
  }),
  // What hub configs write beside hidden_activation, which is the one that counts.
  ignored: ['hidden_act', 'cache_implementation'],
  plan: (c, file) => {
    const plan = withAttention(withNormsAfter(gemmaPlan(c, file)), (layer) => ({
      scale: c.query_pre_attn_scalar ** -0.5,
      softCap: c.attn_logit_softcapping,
      window: windowOf(c, layer, (at) => at % 2 === 0),
    }))
    return { ...plan, unembed: { ...plan.unembed, softCap: c.final_logit_softcapping } }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
