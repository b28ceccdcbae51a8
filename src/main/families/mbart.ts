import { bartConfig, bartIgnored, bartPlaces, bartPlan, bartStack } from './bart-like'
import { family } from './family'

/** mBART (Liu et al. 2020): BART in many languages, with norms before the parts and one after each stack. */
export const mbart = family({
  ...bartPlaces,
  modelType: 'mbart',
  title: 'mBART',
  config: bartConfig,
  ignored: [...bartIgnored, 'add_final_layer_norm', 'normalize_before', 'normalize_embedding'],
  plan: (c) =>
    bartPlan(c, (side) =>
      bartStack(c, side, {
        ...{ table: 'shared.weight', at: `${side}.`, normsBefore: true },
        positions: { table: `${side}.embed_positions.weight`, offset: 2 },
        embedNorm: `${side}.layernorm_embedding`,
      }),
    ),
  buffers: [/(^|\.)(en|de)coder\.embed_tokens\.weight$/],
})
