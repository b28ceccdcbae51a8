import * as z from 'zod'
import { size } from './config-keys'
import { family } from './family'
import { readMlp, t5Config, t5Stack } from './t5-like'

/** T5 (Raffel et al. 2020): RMSNorms, no biases, unscaled scores with a bias by distance that all layers of a stack share. */
export const t5 = family({
  modelType: 't5',
  title: 'T5',
  kind: 'encoder-decoder',
  config: t5Config,
  ignored: [
    ...['initializer_factor', 'dropout_rate', 'dense_act_fn', 'is_gated_act', 'is_encoder_decoder', 'output_past'],
    'decoder_start_token_id',
  ],
  plan: (c) => ({
    ...t5Stack(c, 'decoder', c.num_decoder_layers ?? c.num_layers),
    encoder: t5Stack(c, 'encoder', c.num_layers),
    // T5 1.1 has an unembedding of its own and scales nothing; transformers goes by what older configs say of the first.
    unembed: {
      ...{ table: 'lm_head.weight', tied: 'unlessStored' },
      scale: (c.scale_decoder_outputs ?? c.tie_word_embeddings) ? c.d_model ** -0.5 : 1,
    },
  }),
  prefixes: ['', 'transformer.'],
  blocks: 'decoder.block.',
  encoderBlocks: 'encoder.block.',
  buffers: [
    /(^|\.)(en|de)coder\.embed_tokens\.weight$/,
    // Mesh TensorFlow's, which transformers drops.
    /EncDecAttention\.relative_attention_bias\.weight$/,
  ],
})

/** mT5 (Xue et al. 2021): T5 1.1 in many languages, which scales nothing, whatever its config says. */
export const mt5 = family({
  ...t5,
  modelType: 'mt5',
  title: 'mT5',
  config: t5Config.extend({
    vocab_size: size.default(250_112),
    d_ff: size.default(1024),
    num_layers: size.default(8),
    num_heads: size.default(6),
    feed_forward_proj: z.string().default('gated-gelu').transform(readMlp),
  }),
  plan: (c, file) => {
    const plan = t5.plan(c, file)
    return { ...plan, unembed: { ...plan.unembed, scale: 1 } }
  },
})
