import * as z from 'zod'
import { bartConfig, bartIgnored, bartStack } from './bart-like'
import { only, size } from './config-keys'
import { family } from './family'

/** Marian (Junczys-Dowmunt et al. 2018), the translators of OPUS-MT: BART without norms of the embedding, on sines. */
export const marian = family({
  modelType: 'marian',
  title: 'Marian',
  kind: 'encoder-decoder',
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
    const stack = (side: 'encoder' | 'decoder', vocab_size: number) =>
      bartStack({ ...c, vocab_size }, side, {
        ...{ table: shared ? 'shared.weight' : `${side}.embed_tokens.weight`, at: `${side}.` },
        positions: 'sinusoidal',
      })
    return {
      ...stack('decoder', c.decoder_vocab_size ?? c.vocab_size),
      encoder: stack('encoder', c.vocab_size),
      unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings, biasRow: 'final_logits_bias' },
    }
  },
  prefixes: ['model.', ''],
  blocks: 'decoder.layers.',
  encoderBlocks: 'encoder.layers.',
  buffers: [/(^|\.)(en|de)coder\.embed_positions\.weight$/],
})
