import { bertConfig, bertHeads, bertIgnored, bertPlan } from './bert-like'
import { size } from './config-keys'
import { family, linear, type TaskHeadPlan } from './family'
import { maskedWords } from './masked-words'
import { firstTokenHead } from './task-heads'

/** ELECTRA (Clark et al. 2020): BERT's encoder behind a narrower embedding. The generator has a masked-word head, the discriminator none. */
export const electra = family({
  modelType: 'electra',
  title: 'ELECTRA',
  kind: 'encoder',
  config: bertConfig.extend({
    ...{ embedding_size: size.default(128), hidden_size: size.default(256), num_attention_heads: size.default(4) },
    intermediate_size: size.default(1024),
  }),
  ignored: [
    ...bertIgnored,
    ...['summary_type', 'summary_use_proj', 'summary_activation', 'summary_last_dropout', 'generator_size'],
  ],
  plan: (c) => {
    const head = { dense: 'generator_predictions.dense', norm: 'generator_predictions.LayerNorm' }
    const replaced: TaskHeadPlan = {
      ...{ at: 'rtd_head', reads: 'each', classes: ['replaced'], squash: 'sigmoid' },
      transform: { dense: linear('discriminator_predictions.dense', true), activation: c.hidden_act },
      out: linear('discriminator_predictions.dense_prediction', true),
    }
    const plan = {
      ...bertPlan(c, maskedWords(c.tie_word_embeddings, 'gelu', { ...head, decoder: 'generator_lm_head' })),
      taskHeads: [firstTokenHead('gelu'), ...bertHeads.slice(1), replaced],
    }
    if (c.embedding_size === c.hidden_size) return plan
    const projection = { name: linear('embeddings_project', true), width: c.embedding_size, of: 'sum' as const }
    return { ...plan, embed: { ...plan.embed, projection } }
  },
  prefixes: ['electra.', ''],
  blocks: 'encoder.layer.',
})
