import * as z from 'zod'
import { Fault } from '../../shared/fault'
import type { Rotary, RotaryScaling } from './architecture'
import { fetchAgain } from './fetch-again'

const positive = z.number().positive()
const factors = z.array(positive)

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
  short_factor: factors.optional(),
  long_factor: factors.optional(),
  partial_rotary_factor: positive.max(1).nullish(),
  /** Ministral 3's, which changes nothing within the original length; and its `max_position_embeddings` again. */
  llama_4_scaling_beta: z.number().nullish(),
  max_position_embeddings: positive.nullish(),
})

export const rotaryParameterKeys: readonly string[] = Object.keys(parameters.shape)

const rotaryConfig = z.looseObject({
  rope_theta: positive.nullish(),
  partial_rotary_factor: positive.max(1).nullish(),
  /** Where Phi-3 has it. */
  original_max_position_embeddings: positive.nullish(),
  rope_scaling: parameters.nullish(),
  /** What transformers 5 writes in place of the two above. */
  rope_parameters: parameters.nullish(),
})

/** What a family knows that the keys do not say. */
export interface RotaryDefaults {
  /** `max_position_embeddings`. */
  readonly longest: number
  readonly dHead: number
  readonly file: string
  /** 10,000 when left out. */
  readonly theta?: number
  /** The share of a head's dimensions that turns, where the config names none; 1 when left out. */
  readonly share?: number
  /** `halves` when left out. */
  readonly layout?: Rotary['layout']
}

/**
 * Reads the rotary embedding that a config describes, under its keys of transformers 4 and 5. A scaling that is unknown, or
 * that lacks a number it needs, is an `input` fault: its angles would be wrong without a word.
 */
export function readRotary(config: Readonly<Record<string, unknown>>, defaults: RotaryDefaults): Rotary {
  const { longest, dHead, file } = defaults
  const parsed = rotaryConfig.safeParse(config)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw Fault.input(`The rotary embedding's settings make no sense: ${issue!.message}`, {
      file,
      place: issue!.path.join('.'),
      remedy: fetchAgain(file),
    })
  }
  const { rope_theta, rope_scaling, rope_parameters, partial_rotary_factor, original_max_position_embeddings } =
    parsed.data
  const given = rope_parameters ?? rope_scaling ?? {}
  const share = given.partial_rotary_factor ?? partial_rotary_factor ?? defaults.share ?? 1
  const dimensions = Math.floor(dHead * share)
  const original = given.original_max_position_embeddings ?? original_max_position_embeddings ?? longest
  return {
    theta: given.rope_theta ?? rope_theta ?? defaults.theta ?? 10_000,
    dimensions,
    layout: defaults.layout ?? 'halves',
    longest,
    scaling: readScaling(given, { longest, originalLongest: original, dimensions, file }),
  }
}

/** The longest prompt: dynamic scaling is there to go on past the length of training. */
export function contextOf({ longest, scaling }: Rotary): number {
  return scaling.kind === 'dynamic' ? Math.floor(longest * scaling.factor) : longest
}

interface ScalingContext {
  readonly longest: number
  readonly originalLongest: number
  readonly dimensions: number
  readonly file: string
}

function readScaling(
  given: z.infer<typeof parameters>,
  { longest, originalLongest, dimensions, file }: ScalingContext,
): RotaryScaling {
  const kind = given.rope_type ?? given.type ?? 'default'
  const need = (key: 'factor' | 'low_freq_factor' | 'high_freq_factor'): number => {
    const value = given[key]
    if (value !== undefined) return value
    throw Fault.input(`The rotary scaling “${kind}” needs ${key}`, {
      file,
      place: 'rope_scaling',
      remedy: fetchAgain(file),
    })
  }
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
    case 'longrope':
    case 'su': {
      const factor = given.factor ?? longest / originalLongest
      const of = (key: 'short_factor' | 'long_factor'): readonly number[] => {
        const value = given[key]
        if (value?.length === dimensions / 2) return value
        throw Fault.input(`The rotary scaling “${kind}” needs ${dimensions / 2} numbers in ${key}`, {
          file,
          place: 'rope_scaling',
          remedy: fetchAgain(file),
        })
      }
      return {
        kind: 'longrope',
        originalLongest,
        short: of('short_factor'),
        long: of('long_factor'),
        attentionFactor:
          given.attention_factor ?? (factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalLongest))),
      }
    }
    default:
      throw Fault.input(`The rotary scaling “${kind}” is not known`, {
        file,
        place: 'rope_scaling',
        remedy: 'Scalings that are: default, linear, dynamic, llama3, yarn, longrope.',
      })
  }
}

/** YaRN's softmax temperature as a factor of cos and sin (Peng et al. 2023, eq. 22; DeepSeek's mscale beside it). */
function yarnAttentionFactor(factor: number, mscale?: number | null, mscaleAll?: number | null): number {
  const scale = (by: number) => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1)
  return mscale && mscaleAll ? scale(mscale) / scale(mscaleAll) : scale(1)
}
