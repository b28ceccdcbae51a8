import * as z from 'zod'
import { deviceName } from './model-info'

/** How a loss compares: as a trained model's, above these, or hardly better than guessing evenly. */
export const lossVerdict = z.enum(['trained', 'between', 'chance'])

/** Mean cross-entropy of a model on a fixed text. */
export const measuredLoss = z.object({
  kind: z.literal('measured'),
  /** `next`: of the token that follows. `masked`: of a hidden token, each hidden once with every seventh token. */
  about: z.enum(['next', 'masked']),
  /** Plain English prose; or, for the shipped sample, sentences of the one kind that it was trained on. */
  text: z.enum(['english', 'own']),
  /** −ln p, the mean over the tokens. */
  nats: z.number(),
  /** The same in bits for each UTF-8 byte of the text, which compares across tokenizers. */
  bitsPerByte: z.number(),
  /** What guessing evenly takes: ln of the vocabulary's size. */
  uniformNats: z.number(),
  /** Bits a byte that a trained model stays within. */
  trainedBitsPerByte: z.number(),
  /** How many tokens were predicted. */
  tokens: z.int(),
  verdict: lossVerdict,
})

export const sumPart = z.enum(['stream', 'weights', 'heads', 'logits'])

/** Whether parts sum to the whole: the largest relative error over all layers and tokens, and where it is. */
export const sumCheck = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    part: sumPart,
    error: z.number(),
    bound: z.number(),
    /** The hook point, or the layer and head. */
    place: z.string(),
  }),
  z.object({ kind: z.literal('none'), part: sumPart, reason: z.string() }),
])

/** What a model's check of itself found. */
export const selfCheck = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  milliseconds: z.number(),
  loss: z.discriminatedUnion('kind', [measuredLoss, z.object({ kind: z.literal('none'), reason: z.string() })]),
  /** How many values were looked at, and the first hook point with one that is NaN or infinite. */
  finite: z.object({ values: z.int(), place: z.string().nullable() }),
  sums: z.array(sumCheck),
})

export type MeasuredLoss = z.infer<typeof measuredLoss>
export type LossVerdict = z.infer<typeof lossVerdict>
export type SumPart = z.infer<typeof sumPart>
export type SumCheck = z.infer<typeof sumCheck>
export type SelfCheck = z.infer<typeof selfCheck>
