import { type BartConfig, bartConfig, bartIgnored, bartStack } from './bart-like'
import { family } from './family'

/** mBART (Liu et al. 2020): BART in many languages, with norms before the parts and one after each stack. */
export const mbart = family({
  modelType: 'mbart',
  title: 'mBART',
  kind: 'encoder-decoder',
  config: bartConfig,
  ignored: [...bartIgnored, 'add_final_layer_norm', 'normalize_before', 'normalize_embedding'],
  plan: (c) => ({
    ...stack(c, 'decoder'),
    encoder: stack(c, 'encoder'),
    unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings, biasRow: 'final_logits_bias' },
  }),
  prefixes: ['model.', ''],
  blocks: 'decoder.layers.',
  encoderBlocks: 'encoder.layers.',
  buffers: [/(^|\.)(en|de)coder\.embed_tokens\.weight$/],
})

function stack(c: BartConfig, side: 'encoder' | 'decoder') {
  return bartStack(c, side, {
    ...{ table: 'shared.weight', at: `${side}.`, normsBefore: true },
    positions: { table: `${side}.embed_positions.weight`, offset: 2 },
    embedNorm: `${side}.layernorm_embedding`,
  })
}
