import { bartConfig, bartIgnored, bartPlaces, bartPlan, bartStack } from './bart-like'
import { only } from './config-keys'
import { family } from './family'

/** BART (Lewis et al. 2020): an encoder and a decoder with norms after the sums and one of the embedding. */
export const bart = family({
  ...bartPlaces,
  modelType: 'bart',
  title: 'BART',
  config: bartConfig.extend({
    normalize_before: only(false),
    normalize_embedding: only(true),
    add_final_layer_norm: only(false),
    static_position_embeddings: only(false),
  }),
  ignored: bartIgnored,
  plan: (c) =>
    bartPlan(c, (side) =>
      bartStack(c, side, {
        ...{ table: 'shared.weight', at: `${side}.` },
        positions: { table: `${side}.embed_positions.weight`, offset: 2 },
        embedNorm: `${side}.layernorm_embedding`,
      }),
    ),
  buffers: [/(^|\.)(en|de)coder\.embed_tokens\.weight$/],
})
