import { bertConfig, bertHeads, bertIgnored, bertPlan } from './bert-like'
import { only } from './config-keys'
import { encoderBlock } from './encoder-block'
import { family } from './family'
import { maskedWords } from './masked-words'
import { firstTokenHead } from './task-heads'

/** transformers' MPNetEncoder computes with these, whatever the config says. */
const relative = { table: 'encoder.relative_attention_bias.weight', buckets: 32, longest: 128, past: false }
/** transformers' MPNetEmbeddings has these, whatever the config says. */
const padding = 1

/** MPNet (Song et al. 2020): BERT's encoder with RoBERTa's positions, no token types, and a relative bias that all layers share. */
export const mpnet = family({
  modelType: 'mpnet',
  title: 'MPNet',
  kind: 'encoder',
  config: bertConfig.omit({ type_vocab_size: true }).extend({ relative_attention_num_buckets: only(32) }),
  ignored: bertIgnored,
  plan: (c) => {
    const head = {
      dense: 'lm_head.dense',
      norm: 'lm_head.layer_norm',
      decoder: 'lm_head.decoder',
      bias: 'lm_head.bias',
    }
    const plan = bertPlan({ ...c, type_vocab_size: 0 }, maskedWords(c.tie_word_embeddings, 'gelu', head))
    const { table, norm } = plan.embed
    const offset = padding + 1
    return {
      ...plan,
      sizes: { ...plan.sizes, context: c.max_position_embeddings - offset },
      embed: {
        ...{ table, norm: norm! },
        positions: { table: 'embeddings.position_embeddings.weight', offset, uncounted: padding },
      },
      block: (layer) => {
        const { attention, mlp } = encoderBlock(`encoder.layer.${layer}.`, c, {
          ...{ q: 'attention.attn.q', k: 'attention.attn.k', v: 'attention.attn.v', out: 'attention.attn.o' },
          ...{ afterAttention: 'attention.LayerNorm', afterMlp: 'output.LayerNorm' },
          ...{ mlpIn: 'intermediate.dense', mlpOut: 'output.dense' },
        })
        return { attention: { ...attention, relative }, mlp }
      },
      taskHeads: [firstTokenHead('tanh'), ...bertHeads.slice(1)],
    }
  },
  prefixes: ['mpnet.', ''],
  blocks: 'encoder.layer.',
})
