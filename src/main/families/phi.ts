import * as z from 'zod'
import { activation } from './activation-names'
import { eps } from './config-keys'
import { family, linear } from './family'
import { llamaConfig, llamaPlan } from './llama-like'

/** Phi-1, 1.5 and 2 (Gunasekar et al. 2023): attention and MLP in parallel behind one LayerNorm, half of each head turned. */
export const phi = family({
  modelType: 'phi',
  title: 'Phi',
  kind: 'decoder',
  config: llamaConfig.omit({ rms_norm_eps: true, attention_bias: true, mlp_bias: true }).extend({
    hidden_act: activation.default('gelu_tanh'),
    layer_norm_eps: eps.default(1e-5),
    qk_layernorm: z.boolean().default(false),
  }),
  plan: (c, file) => {
    const asLlama = { ...c, rms_norm_eps: c.layer_norm_eps, attention_bias: true, mlp_bias: true }
    const plan = llamaPlan(asLlama, file, { share: 0.5 })
    return {
      ...plan,
      norm: { kind: 'layer', eps: c.layer_norm_eps },
      block: (layer) => {
        const { attention } = plan.block(layer)
        const at = `layers.${layer}.`
        return {
          order: 'parallel',
          attention: {
            ...attention,
            out: linear(`${at}self_attn.dense`, true),
            headNorms: c.qk_layernorm
              ? {
                  ...{ kind: 'layer', eps: c.layer_norm_eps, over: 'head', biased: true },
                  ...{ q: [`${at}self_attn.q_layernorm`], k: [`${at}self_attn.k_layernorm`] },
                }
              : undefined,
          },
          mlp: {
            ...{ kind: 'plain', activation: c.hidden_act },
            ...{ in: linear(`${at}mlp.fc1`, true), out: linear(`${at}mlp.fc2`, true) },
          },
        }
      },
      finalNorm: 'final_layernorm',
      unembed: { ...plan.unembed, bias: 'lm_head.bias' },
    }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
