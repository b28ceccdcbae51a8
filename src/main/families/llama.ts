import { family } from './family'
import { llamaConfig, llamaPlan } from './llama-like'

/** Llama (Touvron et al. 2023): RMSNorm, rotary positions, grouped keys, a gated MLP. SmolLM, TinyLlama, Vicuna … alike. */
export const llama = family({
  modelType: 'llama',
  title: 'Llama',
  kind: 'decoder',
  config: llamaConfig,
  plan: llamaPlan,
  prefixes: ['model.', ''],
  blocks: 'layers.',
  buffers: [/\.rotary_emb\.inv_freq$/],
})
