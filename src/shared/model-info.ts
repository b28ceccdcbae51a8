import * as z from 'zod'
import { mediaInput } from './media-input'
import { graphPort } from './onnx-info'
import { taskHeadInfo } from './task-head'

export const deviceWish = z.enum(['auto', 'cuda', 'webgpu', 'cpu'])
export const deviceName = z.enum(['cuda', 'webgpu', 'cpu'])

/** Which device runs, and why it is not the one that was wished for. */
export const deviceChoice = z.object({
  wish: deviceWish,
  device: deviceName,
  /** One sentence for each device that was tried before and did not come up. */
  reasons: z.array(z.string()),
})

/** What a model's text goes through: one stack of blocks, causal or not, or an encoder that a decoder reads. */
export const modelKind = z.enum(['decoder', 'encoder', 'encoder-decoder'])

export const modelInfo = z.object({
  /** The folder or the one file that opens it, absolute; `sample` for the model that is shipped. */
  path: z.string(),
  name: z.string(),
  format: z.string(),
  /** `model_type` of its config. */
  family: z.string(),
  kind: modelKind,
  layers: z.int(),
  heads: z.int(),
  keyHeads: z.int(),
  dModel: z.int(),
  dHead: z.int(),
  /** Null where a graph's MLPs differ or were not found. */
  dMlp: z.int().nullable(),
  vocabulary: z.int(),
  /** The longest prompt, in tokens; null where nothing says it. */
  context: z.int().nullable(),
  parameters: z.int(),
  /** `F32`, `F16`, `BF16`, or several joined with ` + `. */
  dtype: z.string(),
  /** What the file says of itself: title, licence, quantisation and the like. */
  about: z.array(z.object({ label: z.string(), value: z.string() })),
  /** Bytes of all weights in their files. */
  bytes: z.int(),
  files: z.int(),
  /** Of weights that the CPU multiplies with in the four bits in which they lie; null where there are none. */
  fourBits: z
    .object({
      matrices: z.int(),
      /** What they take in the store and in memory. */
      bytes: z.int(),
      bytesAsF32: z.int(),
      /** The other quantised weights, which are turned into plain numbers: how many, and why. */
      plain: z.array(z.object({ count: z.int(), why: z.string() })),
    })
    .nullable(),
  /** SHA-256 that stands for config and weights. */
  fingerprint: z.string(),
  /** Of an encoder–decoder's encoder; the sizes above are its decoder's. Null for other models. */
  encoder: z
    .object({
      ...{ layers: z.int(), heads: z.int(), dHead: z.int(), dMlp: z.int().nullable() },
      ...{ vocabulary: z.int(), context: z.int().nullable() },
      /** The token with which the decoder begins; null where the config does not say. */
      start: z.int().nullable(),
    })
    .nullable(),
  /** Whether the decoder reads states that come with each run, from an encoder that is not computed. */
  givenStates: z.boolean(),
  /** Inputs of an ONNX graph whose use is not known: each run is given numbers for them. */
  asked: z.array(graphPort),
  /** What is read in place of a text, out of a file; null where that is a text. */
  reads: mediaInput.nullable(),
  tiedEmbeddings: z.boolean(),
  /** Whether it ends in vocabulary scores, so that the logit lens applies. */
  languageModel: z.boolean(),
  /** A head that scores classes of the text or of its tokens; null where the checkpoint has none that is known. */
  taskHead: taskHeadInfo.nullable(),
  /** Whether a norm stands before the unembedding; without one, the view through it is the raw one. */
  finalNorm: z.boolean(),
  /** Why words cannot be typed, where no tokenizer lies beside the weights; token ids still work. */
  tokenizerMissing: z.string().nullable(),
  hookPoints: z.int(),
  /** Modules whose weights no hook point needs. */
  unused: z.array(z.string()),
})

export const tokenInfo = z.object({
  id: z.int(),
  /** The text it stands for, with its leading space. */
  text: z.string(),
  /** Whether the tokenizer's template or the chat template added it. */
  special: z.boolean(),
  /** Which of an encoder–decoder's two texts it is of; left out where there is one. The encoder's tokens come first. */
  side: z.enum(['encoder', 'decoder']).optional(),
})

/** Which of a model's two templates there are: the tokenizer's, which adds tokens to any text, and that of a chat. */
export const templates = z.object({ special: z.boolean(), chat: z.boolean() })

export type ModelKind = z.infer<typeof modelKind>
export type DeviceWish = z.infer<typeof deviceWish>
export type DeviceName = z.infer<typeof deviceName>
export type DeviceChoice = z.infer<typeof deviceChoice>
export type ModelInfo = z.infer<typeof modelInfo>
export type Templates = z.infer<typeof templates>
export type TokenInfo = z.infer<typeof tokenInfo>
