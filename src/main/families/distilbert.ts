import * as z from 'zod'
import { activation } from './activation-names'
import { size } from './config-keys'
import { encoderBlock } from './encoder-block'
import { family } from './family'
import { maskedWords } from './masked-words'
import { answerHead, firstTokenHead, tokenHead } from './task-heads'

/** DistilBERT (Sanh et al. 2019): BERT's encoder with half of the layers and no token types. */
export const distilbert = family({
  modelType: 'distilbert',
  title: 'DistilBERT',
  kind: 'encoder',
  config: z.looseObject({
    vocab_size: size.default(30_522),
    ...{ dim: size.default(768), n_layers: size.default(6), n_heads: size.default(12), hidden_dim: size.default(3072) },
    max_position_embeddings: size.default(512),
    activation: activation.default('gelu'),
    tie_word_embeddings: z.boolean().default(true),
  }),
  // Sinusoids are how the table of positions began; the file holds it either way.
  ignored: ['qa_dropout', 'seq_classif_dropout', 'sinusoidal_pos_embds', 'tie_weights_', 'output_past'],
  plan: (c) => ({
    sizes: {
      ...{ layers: c.n_layers, heads: c.n_heads, keyHeads: c.n_heads, dModel: c.dim, dHead: c.dim / c.n_heads },
      ...{ dMlp: c.hidden_dim, vocabulary: c.vocab_size, context: c.max_position_embeddings },
    },
    norm: { kind: 'layer', eps: 1e-12 },
    embed: {
      table: 'embeddings.word_embeddings.weight',
      positions: { table: 'embeddings.position_embeddings.weight' },
      norm: 'embeddings.LayerNorm',
    },
    block: (layer) =>
      encoderBlock(
        `transformer.layer.${layer}.`,
        { hidden_size: c.dim, num_attention_heads: c.n_heads, hidden_act: c.activation },
        {
          ...{ q: 'attention.q_lin', k: 'attention.k_lin', v: 'attention.v_lin', out: 'attention.out_lin' },
          ...{ afterAttention: 'sa_layer_norm', mlpIn: 'ffn.lin1', mlpOut: 'ffn.lin2', afterMlp: 'output_layer_norm' },
        },
      ),
    unembed: maskedWords(c.tie_word_embeddings, c.activation, {
      ...{ dense: 'vocab_transform', norm: 'vocab_layer_norm', decoder: 'vocab_projector' },
    }),
    taskHeads: [firstTokenHead('relu', 'pre_classifier', 'classifier'), tokenHead, answerHead],
  }),
  prefixes: ['distilbert.', ''],
  blocks: 'transformer.layer.',
})
