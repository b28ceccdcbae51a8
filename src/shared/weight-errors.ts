import * as z from 'zod'
import { absent, comparedFile } from './two-models'

const stored = z.object({
  /** See `ModelInfo`; `Q4_K` and the like for one of ggml's. */
  dtype: z.string(),
  bytes: z.int(),
})

/** How far a tensor's values a lie from the reference's b. */
export const weightError = z.object({
  /** ‖a − b‖ / ‖b‖. */
  relative: z.number(),
  /** Root of the mean of (a − b)². */
  rms: z.number(),
  /** Largest |a − b|. */
  largest: z.number(),
  /** Of the angle between the two as vectors. */
  cosine: z.number(),
})

/** One tensor that both models have, under transformers' name. */
export const tensorError = z.object({
  name: z.string(),
  /** As transformers has it. */
  shape: z.array(z.int()),
  /** Of the model, and of the reference. */
  stored: z.tuple([stored, stored]),
  error: z.union([weightError, absent]),
})

/** Every tensor of a model against its counterpart in a reference. */
export const weightErrors = z.object({
  models: z.tuple([comparedFile, comparedFile]),
  /** In the order of their names, numbers in them by size. */
  tensors: z.array(tensorError),
  /** Names that one of the two has alone. */
  alone: z.tuple([z.array(z.string()), z.array(z.string())]),
})

export type TensorError = z.infer<typeof tensorError>
export type WeightErrors = z.infer<typeof weightErrors>
