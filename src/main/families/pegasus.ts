import { type BartConfig, bartConfig, bartIgnored, bartStack } from './bart-like'
import { family } from './family'

/** PEGASUS (Zhang et al. 2020): BART that sums up, on sines, with norms before the parts and one after each stack. */
export const pegasus = family({
  modelType: 'pegasus',
  title: 'PEGASUS',
  kind: 'encoder-decoder',
  config: bartConfig,
  ignored: [
    ...[...bartIgnored, 'add_bias_logits', 'add_final_layer_norm', 'extra_pos_embeddings', 'normalize_before'],
    ...['normalize_embedding', 'static_position_embeddings'],
  ],
  plan: (c) => ({
    ...stack(c, 'decoder'),
    encoder: stack(c, 'encoder'),
    unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings, biasRow: 'final_logits_bias' },
  }),
  prefixes: ['model.', ''],
  blocks: 'decoder.layers.',
  encoderBlocks: 'encoder.layers.',
  buffers: [/(^|\.)(en|de)coder\.embed_(tokens|positions)\.weight$/],
})

function stack(c: BartConfig, side: 'encoder' | 'decoder') {
  return bartStack(c, side, { table: 'shared.weight', at: `${side}.`, normsBefore: true, positions: 'sinusoidal' })
}
