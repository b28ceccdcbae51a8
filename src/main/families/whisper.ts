import { bartConfig, bartIgnored, bartStack } from './bart-like'
import { size } from './config-keys'
import { family } from './family'

/** The decoder of Whisper (Radford et al. 2022), which reads what its encoder made of sound: states that a run is given. */
export const whisper = family({
  modelType: 'whisper',
  title: 'Whisper',
  kind: 'encoder-decoder',
  givenStates: true,
  config: bartConfig.omit({ max_position_embeddings: true }).extend({
    vocab_size: size.default(51_865),
    d_model: size.default(384),
    decoder_layers: size.default(4),
    decoder_attention_heads: size.default(6),
    decoder_ffn_dim: size.default(1536),
    max_target_positions: size.default(448),
  }),
  ignored: [
    ...[...bartIgnored, 'num_mel_bins', 'max_source_positions', 'median_filter_width', 'use_weighted_layer_sum'],
    ...['apply_spec_augment', 'mask_feature_length', 'mask_feature_min_masks', 'mask_feature_prob', 'mask_time_length'],
    ...['mask_time_min_masks', 'mask_time_prob', 'suppress_tokens', 'begin_suppress_tokens', 'classifier_proj_size'],
  ],
  plan: (c) => ({
    ...bartStack({ ...c, max_position_embeddings: c.max_target_positions }, 'decoder', {
      ...{ table: 'embed_tokens.weight', at: '', normsBefore: true, keysBiased: false },
      positions: { table: 'embed_positions.weight' },
    }),
    unembed: { table: 'proj_out.weight', tied: c.tie_word_embeddings },
  }),
  prefixes: ['model.decoder.', 'decoder.'],
  blocks: 'layers.',
})
