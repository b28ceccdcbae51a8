import * as z from 'zod'
import { activation } from './activation-names'
import type { Activation } from './architecture'
import { eps, only, size } from './config-keys'
import { type BlockPlan, linear, type Plan, type PoolerPlan, type TaskHeadPlan, type UnembedPlan } from './family'
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

export type EncoderNames = Readonly<
  Record<'q' | 'k' | 'v' | 'out' | 'afterAttention' | 'mlpIn' | 'mlpOut' | 'afterMlp', string>
>

/** A block as BERT has it, attention to every token and a norm after each sum, whose parts go by these names. */
export function encoderBlock(
  at: string,
  c: Pick<BertConfig, 'hidden_size' | 'num_attention_heads'> & { readonly hidden_act: Activation },
  { q, k, v, out, afterAttention, mlpIn, mlpOut, afterMlp }: EncoderNames,
): BlockPlan {
  const biased = (name: string) => linear(at + name, true)
  return {
    attention: {
      afterSum: at + afterAttention,
      causal: false,
      scale: (c.hidden_size / c.num_attention_heads) ** -0.5,
      qkv: { q: biased(q), k: biased(k), v: biased(v) },
      out: biased(out),
    },
    mlp: {
      afterSum: at + afterMlp,
      kind: 'plain',
      activation: c.hidden_act,
      in: biased(mlpIn),
      out: biased(mlpOut),
    },
  }
}

export interface MaskedWordNames {
  readonly dense: string
  readonly norm: string
  /** The linear map to the vocabulary, whose weight is W_E again where they are tied. */
  readonly decoder: string
  /** Where the head has its bias beside that. */
  readonly bias?: string
}

/**
 * The masked-word head of BERT's kin: a dense layer, an activation and a norm, then W_E and a bias. That one is a parameter of the
 * head which the decoder shares where they are tied, and files hold it under either name.
 */
export function maskedWords(
  tied: boolean,
  activation: Activation,
  { dense, norm, decoder, bias }: MaskedWordNames,
): UnembedPlan {
  const own = `${decoder}.bias`
  const names = bias === undefined ? { bias: own } : tied ? { bias, biasCopy: own } : { bias: own, biasCopy: bias }
  return {
    ...{ table: `${decoder}.weight`, tied, ...names },
    transform: { dense: linear(dense, true), activation, norm },
    present: `${dense}.weight`,
  }
}
