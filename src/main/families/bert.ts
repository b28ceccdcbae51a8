import { bertConfig, bertHeads, bertIgnored, bertPlan } from './bert-like'
import { family, linear, type TaskHeadPlan } from './family'
import { maskedWords } from './masked-words'

const nextSentence: TaskHeadPlan = {
  ...{ at: 'nsp_head', reads: 'pooler', out: linear('cls.seq_relationship', true) },
  ...{ classes: ['follows', 'does not follow'], squash: 'softmax' },
}

/** BERT (Devlin et al. 2018): an encoder with learned positions and token types, a norm after each sum. */
export const bert = family({
  modelType: 'bert',
  title: 'BERT',
  kind: 'encoder',
  config: bertConfig,
  ignored: bertIgnored,
  plan: (c) => ({
    ...bertPlan(
      c,
      maskedWords(c.tie_word_embeddings, c.hidden_act, {
        ...{ dense: 'cls.predictions.transform.dense', norm: 'cls.predictions.transform.LayerNorm' },
        ...{ decoder: 'cls.predictions.decoder', bias: 'cls.predictions.bias' },
      }),
    ),
    taskHeads: [...bertHeads, nextSentence],
  }),
  prefixes: ['bert.', ''],
  blocks: 'encoder.layer.',
})
