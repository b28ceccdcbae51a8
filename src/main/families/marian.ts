import * as z from 'zod'
import { bartConfig, bartIgnored, bartPlaces, bartPlan, bartStack } from './bart-like'
import { only, size } from './config-keys'
import { family } from './family'

/** Marian (Junczys-Dowmunt et al. 2018), the translators of OPUS-MT: BART without norms of the embedding, on sines. */
export const marian = family({
  ...bartPlaces,
  modelType: 'marian',
  title: 'Marian',
  config: bartConfig.extend({
    vocab_size: size.default(58_101),
    decoder_vocab_size: size.nullish(),
    share_encoder_decoder_embeddings: z.boolean().default(true),
    normalize_before: only(false),
    normalize_embedding: only(false),
    add_final_layer_norm: only(false),
    static_position_embeddings: only(true),
  }),
  ignored: bartIgnored,
  plan: (c) => {
    const shared = c.share_encoder_decoder_embeddings
    const vocabulary = { encoder: c.vocab_size, decoder: c.decoder_vocab_size ?? c.vocab_size }
    return bartPlan(c, (side) =>
      bartStack({ ...c, vocab_size: vocabulary[side] }, side, {
        ...{ table: shared ? 'shared.weight' : `${side}.embed_tokens.weight`, at: `${side}.` },
        positions: 'sinusoidal',
      }),
    )
  },
  buffers: [/(^|\.)(en|de)coder\.embed_positions\.weight$/],
})
