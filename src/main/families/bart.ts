import { type BartConfig, bartConfig, bartIgnored, bartStack } from './bart-like'
import { only } from './config-keys'
import { family } from './family'

/** BART (Lewis et al. 2020): an encoder and a decoder with norms after the sums and one of the embedding. */
export const bart = family({
  modelType: 'bart',
  title: 'BART',
  kind: 'encoder-decoder',
  config: bartConfig.extend({
    normalize_before: only(false),
    normalize_embedding: only(true),
    add_final_layer_norm: only(false),
    static_position_embeddings: only(false),
  }),
  ignored: bartIgnored,
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
    ...{ table: 'shared.weight', at: `${side}.` },
    positions: { table: `${side}.embed_positions.weight`, offset: 2 },
    embedNorm: `${side}.layernorm_embedding`,
  })
}
