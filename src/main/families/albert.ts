import { activation } from './activation-names'
import { bertConfig, bertHeads, bertIgnored, bertPlan } from './bert-like'
import { size } from './config-keys'
import { encoderBlock } from './encoder-block'
import { family, linear, type TaskHeadPlan } from './family'
import { maskedWords } from './masked-words'

const sentenceOrder: TaskHeadPlan = {
  ...{ at: 'sop_head', reads: 'pooler', out: linear('sop_classifier.classifier', true) },
  ...{ classes: ['in order', 'swapped'], squash: 'softmax' },
}

/** ALBERT (Lan et al. 2019): one layer's weights for all layers, or for all of a group, and a factorised embedding. */
export const albert = family({
  modelType: 'albert',
  title: 'ALBERT',
  kind: 'encoder',
  config: bertConfig.extend({
    ...{ embedding_size: size.default(128), hidden_size: size.default(4096), num_attention_heads: size.default(64) },
    ...{
      intermediate_size: size.default(16_384),
      num_hidden_groups: size.default(1),
      inner_group_num: size.default(1),
    },
    hidden_act: activation.default('gelu_tanh'),
  }),
  ignored: [
    ...[...bertIgnored, 'classifier_dropout_prob'],
    ...['down_scale_factor', 'gap_size', 'net_structure_type', 'num_memory_blocks'],
  ],
  plan: (c) => {
    const head = { dense: 'predictions.dense', norm: 'predictions.LayerNorm' }
    const plan = bertPlan(
      c,
      maskedWords(c.tie_word_embeddings, c.hidden_act, {
        ...head,
        decoder: 'predictions.decoder',
        bias: 'predictions.bias',
      }),
    )
    const projection = {
      ...{ name: linear('encoder.embedding_hidden_mapping_in', true), width: c.embedding_size, of: 'sum' as const },
    }
    return {
      ...plan,
      sizes: { ...plan.sizes, layers: c.num_hidden_layers * c.inner_group_num },
      embed: { ...plan.embed, projection },
      block: (layer) => {
        const [step, inner] = [Math.floor(layer / c.inner_group_num), layer % c.inner_group_num]
        const group = Math.floor(step / (c.num_hidden_layers / c.num_hidden_groups))
        return encoderBlock(`encoder.albert_layer_groups.${group}.albert_layers.${inner}.`, c, {
          ...{ q: 'attention.query', k: 'attention.key', v: 'attention.value' },
          ...{ out: 'attention.dense', afterAttention: 'attention.LayerNorm' },
          ...{ mlpIn: 'ffn', mlpOut: 'ffn_output', afterMlp: 'full_layer_layer_norm' },
        })
      },
      pooler: { dense: linear('pooler', true), activation: 'tanh' },
      taskHeads: [...bertHeads, sentenceOrder],
    }
  },
  prefixes: ['albert.', ''],
  blocks: 'encoder.albert_layer_groups.',
})
