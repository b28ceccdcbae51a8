import * as z from 'zod'
import { activation } from './activation-names'
import { eps, only, size } from './config-keys'
import { encoderBlock } from './encoder-block'
import { linear, type Plan, type PoolerPlan, type TaskHeadPlan, type UnembedPlan } from './family'
import { answerHead, choiceHead, pooledHead, tokenHead } from './task-heads'

/** The keys that BERT's config and those made after it share, with BERT's defaults. */
export const bertConfig = z.looseObject({
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
})

export type BertConfig = z.infer<typeof bertConfig>

export const bertIgnored: readonly string[] = ['hidden_dropout_prob', 'attention_probs_dropout_prob']

/** BERT's own, and what all its kin have beside a head for a text's classes. */
export const bertPooler: PoolerPlan = { dense: linear('pooler.dense', true), activation: 'tanh' }
export const bertHeads: readonly TaskHeadPlan[] = [pooledHead, choiceHead, tokenHead, answerHead]

/** The plan of BERT's encoder, from which those of its kin differ in a few fields; each has a head of its own. */
export function bertPlan(c: BertConfig, unembed: UnembedPlan): Plan {
  return {
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
    block: (layer) =>
      encoderBlock(`encoder.layer.${layer}.`, c, {
        ...{ q: 'attention.self.query', k: 'attention.self.key', v: 'attention.self.value' },
        ...{ out: 'attention.output.dense', afterAttention: 'attention.output.LayerNorm' },
        ...{ mlpIn: 'intermediate.dense', mlpOut: 'output.dense', afterMlp: 'output.LayerNorm' },
      }),
    unembed,
    pooler: bertPooler,
    taskHeads: bertHeads,
  }
}
