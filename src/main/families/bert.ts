import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, size } from './config-keys'
import { family, linear } from './family'

/** BERT (Devlin et al. 2018): an encoder with learned positions and token types, a norm after each sum. */
export const bert = family({
  modelType: 'bert',
  title: 'BERT',
  kind: 'encoder',
  config: z.looseObject({
    vocab_size: size,
    hidden_size: size.default(768),
    num_hidden_layers: size.default(12),
    num_attention_heads: size.default(12),
    intermediate_size: size.default(3072),
    hidden_act: activation.default('gelu'),
    max_position_embeddings: size.default(512),
    type_vocab_size: size.default(2),
    layer_norm_eps: eps.default(1e-12),
    // The others compute something else, and nobody publishes them any more.
    position_embedding_type: only('absolute'),
    is_decoder: only(false),
    add_cross_attention: only(false),
    tie_word_embeddings: z.boolean().default(true),
  }),
  ignored: ['hidden_dropout_prob', 'attention_probs_dropout_prob'],
  plan: (c) => ({
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
    embed: {
      table: 'embeddings.word_embeddings.weight',
      positions: { table: 'embeddings.position_embeddings.weight' },
      tokenTypes: { table: 'embeddings.token_type_embeddings.weight', count: c.type_vocab_size },
      norm: 'embeddings.LayerNorm',
    },
    block: (layer) => ({
      attention: {
        afterSum: `encoder.layer.${layer}.attention.output.LayerNorm`,
        causal: false,
        scale: (c.hidden_size / c.num_attention_heads) ** -0.5,
        qkv: {
          q: linear(`encoder.layer.${layer}.attention.self.query`, true),
          k: linear(`encoder.layer.${layer}.attention.self.key`, true),
          v: linear(`encoder.layer.${layer}.attention.self.value`, true),
        },
        out: linear(`encoder.layer.${layer}.attention.output.dense`, true),
      },
      mlp: {
        afterSum: `encoder.layer.${layer}.output.LayerNorm`,
        kind: 'plain',
        activation: c.hidden_act,
        in: linear(`encoder.layer.${layer}.intermediate.dense`, true),
        out: linear(`encoder.layer.${layer}.output.dense`, true),
      },
    }),
    unembed: {
      table: 'cls.predictions.decoder.weight',
      tied: c.tie_word_embeddings,
      bias: 'cls.predictions.bias',
      transform: {
        dense: 'cls.predictions.transform.dense',
        activation: c.hidden_act,
        norm: 'cls.predictions.transform.LayerNorm',
      },
      present: 'cls.predictions.transform.dense.weight',
    },
  }),
  prefixes: ['bert.', ''],
  blocks: 'encoder.layer.',
})
