import * as z from 'zod'
import { prompt } from '../contract/prompt'
import { deviceName } from '../model-info'
import { film } from './film/film'

/** What every exported file carries, so that it can be opened and made again. */
export const provenance = z.object({
  program: z.literal('Tokentrace'),
  version: z.string(),
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  /** Null for a figure that is of no sentence. */
  prompt: prompt.nullable(),
  tokenIds: z.array(z.int().nonnegative()),
  /** What it ran on; null where nothing ran, and in files made before it was told. */
  device: deviceName.nullable().default(null),
  /** Of what the numbers hang on besides the program: ONNX Runtime, Node. */
  versions: z.record(z.string(), z.string()).default({}),
  /** How the figure moves; left out of still ones. */
  film: film.optional(),
  /** The figure's spec as its own schema reads it; null for numbers, which have none. */
  spec: z.record(z.string(), z.unknown()).nullable(),
})

export type Provenance = z.infer<typeof provenance>
