import * as z from 'zod'
import { eps, size } from './config-keys'
import { family } from './family'
import { gemmaConfig, gemmaPlan, withNormsAfter } from './gemma-like'
import { headRmsNorms, withAttention } from './llama-like'
import { readRotary } from './rotary-config'
import { windowKeys, windowOf } from './windows'

const rotaries = z.object({ full_attention: z.unknown(), sliding_attention: z.unknown() }).partial()

/** Gemma 3's text model (Gemma Team 2025): norms of queries and keys, five layers with a window and a rotary base of their own to each without. */
export const gemma3 = family({
  modelType: 'gemma3_text',
  title: 'Gemma 3',
  kind: 'decoder',
  config: gemmaConfig.extend({
    vocab_size: size.default(262_208),
    max_position_embeddings: size.default(131_072),
    query_pre_attn_scalar: z.number().positive().default(256),
    attn_logit_softcapping: eps.nullish(),
    final_logit_softcapping: eps.nullish(),
    rope_local_base_freq: eps.nullish(),
    rope_parameters: rotaries.nullish(),
    ...windowKeys,
    sliding_window: windowKeys.sliding_window.default(4096),
    sliding_window_pattern: size.default(6),
    _sliding_window_pattern: size.optional(),
  }),
  ignored: ['hidden_act', 'cache_implementation'],
  plan: (c, file) => {
    const slides = (at: number) => (at + 1) % c.sliding_window_pattern !== 0
    const at = { longest: c.max_position_embeddings, dHead: c.head_dim, file }
    const { full_attention, sliding_attention } = c.rope_parameters ?? {}
    const full = readRotary({ ...c, rope_parameters: full_attention }, { ...at, theta: 1_000_000 })
    const local = { rope_parameters: sliding_attention, rope_theta: c.rope_local_base_freq }
    const sliding = readRotary(local, at)
    const base = gemmaPlan({ ...c, rope_parameters: full_attention }, file)
    const plan = withAttention(withNormsAfter(base), (layer) => {
      const isLocal = c.layer_types ? c.layer_types[layer] === 'sliding_attention' : slides(layer)
      return {
        scale: c.query_pre_attn_scalar ** -0.5,
        softCap: c.attn_logit_softcapping ?? null,
        headNorms: headRmsNorms(layer, c.rms_norm_eps, { plusOne: true }),
        rotary: isLocal ? sliding : full,
        window: windowOf(c, layer, slides),
      }
    })
    return { ...plan, unembed: { ...plan.unembed, softCap: c.final_logit_softcapping ?? null } }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
