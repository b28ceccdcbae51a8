import * as z from 'zod'
import { activation } from './activation-names'
import { family } from './family'

/** BERT (Devlin et al. 2018): an encoder with learned positions and token types, a norm after each sum. */
export const bert = family({
  modelType: 'bert',
  title: 'BERT',
  kind: 'encoder',
  normPlace: 'post',
  layout: 'out-in',
  config: z.looseObject({
    vocab_size: z.int().positive(),
    hidden_size: z.int().positive().default(768),
    num_hidden_layers: z.int().positive().default(12),
    num_attention_heads: z.int().positive().default(12),
    intermediate_size: z.int().positive().default(3072),
    hidden_act: activation.default('gelu'),
    max_position_embeddings: z.int().positive().default(512),
    layer_norm_eps: z.number().positive().default(1e-12),
    // The others compute something else, and nobody publishes them any more.
    position_embedding_type: z.literal('absolute').default('absolute'),
    is_decoder: z.literal(false).default(false),
    tie_word_embeddings: z.boolean().default(true),
  }),
  facts: (c) => ({
    sizes: {
      layers: c.num_hidden_layers,
      heads: c.num_attention_heads,
      keyHeads: c.num_attention_heads,
      dModel: c.hidden_size,
      dHead: c.hidden_size / c.num_attention_heads,
      dMlp: c.intermediate_size,
      vocabulary: c.vocab_size,
      context: c.max_position_embeddings,
    },
    norm: { kind: 'layer', eps: c.layer_norm_eps },
    attention: {
      causal: false,
      scales: Array.from({ length: c.num_hidden_layers }, () => 1 / Math.sqrt(c.hidden_size / c.num_attention_heads)),
      rotary: null,
    },
    mlp: { gated: false, activation: c.hidden_act },
    tied: c.tie_word_embeddings,
    attentionBias: true,
    mlpBias: true,
  }),
  prefixes: ['bert.', ''],
  weights: {
    embed: {
      table: 'embeddings.word_embeddings.weight',
      positions: 'embeddings.position_embeddings.weight',
      tokenTypes: 'embeddings.token_type_embeddings.weight',
      norm: 'embeddings.LayerNorm',
    },
    block: {
      qkv: {
        q: 'encoder.layer.{l}.attention.self.query',
        k: 'encoder.layer.{l}.attention.self.key',
        v: 'encoder.layer.{l}.attention.self.value',
      },
      out: 'encoder.layer.{l}.attention.output.dense',
      ln1: 'encoder.layer.{l}.attention.output.LayerNorm',
      mlpIn: 'encoder.layer.{l}.intermediate.dense',
      mlpOut: 'encoder.layer.{l}.output.dense',
      ln2: 'encoder.layer.{l}.output.LayerNorm',
    },
    unembed: {
      table: 'cls.predictions.decoder.weight',
      bias: 'cls.predictions.bias',
      transform: {
        dense: 'cls.predictions.transform.dense',
        activation: 'mlp',
        norm: 'cls.predictions.transform.LayerNorm',
      },
      present: 'cls.predictions.transform.dense.weight',
    },
  },
  buffers: [],
})
