import * as z from 'zod'
import { Fault } from '../../shared/fault'
import type { Rotary, RotaryScaling } from './architecture'

const positive = z.number().positive()

const parameters = z.looseObject({
  rope_theta: positive.optional(),
  rope_type: z.string().optional(),
  /** The key of configs before transformers 4.43. */
  type: z.string().optional(),
  factor: positive.optional(),
  low_freq_factor: positive.optional(),
  high_freq_factor: positive.optional(),
  original_max_position_embeddings: positive.nullish(),
  beta_fast: positive.nullish(),
  beta_slow: positive.nullish(),
  attention_factor: positive.nullish(),
  mscale: z.number().nullish(),
  mscale_all_dim: z.number().nullish(),
  truncate: z.boolean().nullish(),
})

const rotaryConfig = z.looseObject({
  max_position_embeddings: z.int().positive(),
  rope_theta: positive.nullish(),
  rope_scaling: parameters.nullish(),
  /** What transformers 5 writes in place of the two above. */
  rope_parameters: parameters.nullish(),
})

/**
 * Reads the rotary embedding that a config describes, under its keys of transformers 4 and 5. A scaling that is unknown, or
 * that lacks a number it needs, is an `input` fault: its angles would be wrong without a word.
 */
export function readRotary(config: Readonly<Record<string, unknown>>, dimensions: number, file: string): Rotary {
  const parsed = rotaryConfig.safeParse(config)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw Fault.input(`The rotary embedding's settings make no sense: ${issue!.message}`, {
      file,
      place: issue!.path.join('.'),
      remedy: 'Fetch the model’s config.json again.',
    })
  }
  const { max_position_embeddings: longest, rope_theta, rope_scaling, rope_parameters } = parsed.data
  const given = rope_parameters ?? rope_scaling ?? {}
  const theta = given.rope_theta ?? rope_theta ?? 10_000
  return { theta, dimensions, longest, scaling: readScaling(given, longest, file) }
}

function readScaling(given: z.infer<typeof parameters>, longest: number, file: string): RotaryScaling {
  const kind = given.rope_type ?? given.type ?? 'default'
  const need = (key: 'factor' | 'low_freq_factor' | 'high_freq_factor'): number => {
    const value = given[key]
    if (value !== undefined) return value
    throw Fault.input(`The rotary scaling “${kind}” needs ${key}`, {
      file,
      place: 'rope_scaling',
      remedy: 'Fetch the model’s config.json again.',
    })
  }
  const originalLongest = given.original_max_position_embeddings ?? longest
  switch (kind) {
    case 'default':
      return { kind }
    case 'linear':
    case 'dynamic':
      return { kind, factor: need('factor') }
    case 'llama3':
      return {
        kind,
        factor: need('factor'),
        lowFrequencyFactor: need('low_freq_factor'),
        highFrequencyFactor: need('high_freq_factor'),
        originalLongest,
      }
    case 'yarn': {
      const factor = need('factor')
      return {
        kind,
        factor,
        originalLongest,
        betaFast: given.beta_fast ?? 32,
        betaSlow: given.beta_slow ?? 1,
        truncate: given.truncate ?? true,
        attentionFactor: given.attention_factor ?? yarnAttentionFactor(factor, given.mscale, given.mscale_all_dim),
      }
    }
    default:
      throw Fault.input(`The rotary scaling “${kind}” is not known`, {
        file,
        place: 'rope_scaling',
        remedy: 'Scalings that are: default, linear, dynamic, llama3, yarn.',
      })
  }
}

/** YaRN's softmax temperature as a factor of cos and sin (Peng et al. 2023, eq. 22; DeepSeek's mscale beside it). */
function yarnAttentionFactor(factor: number, mscale?: number | null, mscaleAll?: number | null): number {
  const scale = (by: number) => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1)
  return mscale && mscaleAll ? scale(mscale) / scale(mscaleAll) : scale(1)
}
