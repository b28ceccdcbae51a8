import { bartConfig, bartIgnored, bartPlaces, bartPlan, bartStack } from './bart-like'
import { family } from './family'

/** PEGASUS (Zhang et al. 2020): BART that sums up, on sines, with norms before the parts and one after each stack. */
export const pegasus = family({
  ...bartPlaces,
  modelType: 'pegasus',
  title: 'PEGASUS',
  config: bartConfig,
  ignored: [
    ...[...bartIgnored, 'add_bias_logits', 'add_final_layer_norm', 'extra_pos_embeddings', 'normalize_before'],
    ...['normalize_embedding', 'static_position_embeddings'],
  ],
  plan: (c) =>
    bartPlan(c, (side) =>
      bartStack(c, side, { table: 'shared.weight', at: `${side}.`, normsBefore: true, positions: 'sinusoidal' }),
    ),
  buffers: [/(^|\.)(en|de)coder\.embed_(tokens|positions)\.weight$/],
})
