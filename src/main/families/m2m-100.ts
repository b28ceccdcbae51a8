import * as z from 'zod'
import { activation } from './activation-names'
import { bartConfig, bartIgnored, bartPlaces, bartPlan, bartStack } from './bart-like'
import { size } from './config-keys'
import { family } from './family'

/** M2M-100 (Fan et al. 2020) and NLLB (NLLB Team 2022): mBART between a hundred and two hundred languages, on fairseq's sines. */
export const m2m100 = family({
  ...bartPlaces,
  modelType: 'm2m_100',
  title: 'M2M-100, NLLB',
  config: bartConfig.extend({
    vocab_size: size.default(128_112),
    activation_function: activation.default('relu'),
    scale_embedding: z.boolean().default(true),
    pad_token_id: z.int().nonnegative().default(1),
  }),
  ignored: [...bartIgnored, 'max_length', 'num_beams', 'early_stopping'],
  plan: (c) =>
    bartPlan(c, (side) =>
      bartStack(c, side, {
        ...{ table: 'shared.weight', at: `${side}.`, normsBefore: true },
        positions: { sines: 'fairseq', offset: c.pad_token_id + 1, uncounted: c.pad_token_id },
      }),
    ),
  buffers: [/(^|\.)(en|de)coder\.embed_tokens\.weight$/, /\.embed_positions\.weights?$/],
})
