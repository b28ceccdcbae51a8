import * as z from 'zod'
import { bertConfig, bertHeads, bertIgnored, bertPlan } from './bert-like'
import { family } from './family'
import { maskedWords } from './masked-words'
import { firstTokenHead } from './task-heads'

/** RoBERTa (Liu et al. 2019): BERT's encoder, whose positions begin after the padding's and are not counted on by it. */
export const roberta = family({
  modelType: 'roberta',
  title: 'RoBERTa',
  kind: 'encoder',
  config: bertConfig.extend({ pad_token_id: z.int().nonnegative().default(1) }),
  ignored: bertIgnored,
  plan: (c) => {
    const offset = c.pad_token_id + 1
    const head = {
      dense: 'lm_head.dense',
      norm: 'lm_head.layer_norm',
      decoder: 'lm_head.decoder',
      bias: 'lm_head.bias',
    }
    const plan = bertPlan(c, maskedWords(c.tie_word_embeddings, 'gelu', head))
    const positions = { table: 'embeddings.position_embeddings.weight', offset, uncounted: c.pad_token_id }
    return {
      ...plan,
      sizes: { ...plan.sizes, context: c.max_position_embeddings - offset },
      embed: { ...plan.embed, positions },
      taskHeads: [firstTokenHead('tanh'), ...bertHeads.slice(1)],
    }
  },
  prefixes: ['roberta.', ''],
  blocks: 'encoder.layer.',
})

/** XLM-RoBERTa (Conneau et al. 2019): RoBERTa in a hundred languages. */
export const xlmRoberta = { ...roberta, modelType: 'xlm-roberta', title: 'XLM-RoBERTa' }
