import { eps } from './config-keys'
import { family } from './family'
import { llamaConfig, llamaPlan, withBlocks } from './llama-like'

/** Granite 3 (IBM 2024): Llama with four fixed factors, of the embedding, the scores, what parts write and the logits. */
export const granite = family({
  modelType: 'granite',
  title: 'Granite',
  kind: 'decoder',
  config: llamaConfig.extend({
    embedding_multiplier: eps.default(1),
    attention_multiplier: eps.default(1),
    residual_multiplier: eps.default(1),
    logits_scaling: eps.default(1),
  }),
  plan: (c, file) => {
    const plan = withBlocks(llamaPlan(c, file), ({ attention, mlp }) => ({
      attention: { ...attention, scale: c.attention_multiplier, writeScale: c.residual_multiplier },
      mlp: { ...mlp, writeScale: c.residual_multiplier },
    }))
    return {
      ...plan,
      embed: { ...plan.embed, scale: c.embedding_multiplier },
      unembed: { ...plan.unembed, scale: 1 / c.logits_scaling },
    }
  },
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
