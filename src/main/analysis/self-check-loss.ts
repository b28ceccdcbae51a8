import type { LossVerdict, MeasuredLoss } from '../../shared/self-check'

/**
 * Bits a byte of English that trained language models stay within, of whatever family: from 1.23 for GPT-2 small to 0.72 for
 * GPT-3 on the Pile (Gao et al. 2020, "The Pile", table of bits per byte), with room for smaller models. A trigram of words takes
 * 1.75 (Brown et al. 1992, "An Estimate of an Upper Bound for the Entropy of English"). Measured with this check: 1.04 for
 * SmolLM2-135M with weights of four bits, 1.58 for the same with its rotary dimensions paired wrongly, and 1.07 with a rotary base
 * of a tenth: a loss within the range is no proof that all is read rightly. A masked model sees both sides of a word and needs
 * no more.
 */
const trainedBitsPerByte = 1.4

/** Within a tenth of guessing evenly, or above that, a model has learnt nothing that its weights as read could show. */
const chanceShare = 0.9

/** −ln softmax(logits)[id], in float64: the cross-entropy of one prediction, in nats. Not finite where a logit is not. */
export function surprisal(logits: Float32Array, id: number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const logit of logits) if (logit > largest) largest = logit
  let whole = 0
  for (const logit of logits) whole += Math.exp(logit - largest)
  return Math.log(whole) + largest - logits[id]!
}

export interface LossSum {
  readonly about: MeasuredLoss['about']
  readonly text: MeasuredLoss['text']
  /** Σ −ln p over `tokens` predictions. */
  readonly nats: number
  readonly tokens: number
  /** UTF-8 bytes of the text that these tokens stand for. */
  readonly bytes: number
  /** d_vocab */
  readonly vocabulary: number
}

/** A text's mean loss, and how it compares. */
export function judgeLoss({ about, text, nats, tokens, bytes, vocabulary }: LossSum): MeasuredLoss {
  const mean = nats / tokens
  const bitsPerByte = nats / Math.LN2 / bytes
  const uniformNats = Math.log(vocabulary)
  return {
    kind: 'measured',
    ...{ about, text, nats: mean, bitsPerByte, uniformNats, trainedBitsPerByte, tokens },
    verdict: verdictOf(mean, uniformNats, bitsPerByte),
  }
}

function verdictOf(nats: number, uniformNats: number, bitsPerByte: number): LossVerdict {
  // First, since evenly among many long tokens is few bits a byte.
  if (nats >= chanceShare * uniformNats) return 'chance'
  return bitsPerByte <= trainedBitsPerByte ? 'trained' : 'between'
}
