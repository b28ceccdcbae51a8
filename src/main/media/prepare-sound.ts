import * as z from 'zod'
import { Fault } from '../../shared/fault'
import { logMel, type MelSettings } from './log-mel'
import type { Sound } from './wav-file'

/** What of a preprocessor_config.json is minded, with transformers' defaults. */
const config = z.object({
  feature_extractor_type: z.string().nullish(),
  sampling_rate: z.int().min(1).max(1_000_000).nullish(),
  do_normalize: z.boolean().nullish(),
  feature_size: z.int().min(1).max(1024).nullish(),
  n_fft: z.int().min(2).max(8192).multipleOf(2).nullish(),
  hop_length: z.int().min(1).max(8192).nullish(),
  chunk_length: z.int().min(1).max(600).nullish(),
})

/** How a sound becomes what a model reads. */
export type SoundPreparation =
  | { readonly as: 'samples'; readonly rate: number; readonly normalised: boolean; readonly said: boolean }
  | {
      readonly as: 'log-mel'
      readonly rate: number
      readonly mel: MelSettings
      /** How many frames are heard; shorter sounds end in silence. */
      readonly frames: number
      readonly said: boolean
    }

/**
 * How sounds are prepared: for an input of two axes as samples, as Wav2Vec2FeatureExtractor does, and for one of three, [batch, band,
 * frame], as WhisperFeatureExtractor does where the config says so. Null for other features, which only a file of theirs gives.
 */
export function readSoundPreparation(
  said: Readonly<Record<string, unknown>> | null,
  { file, dims }: { readonly file: string; readonly dims: readonly (number | null)[] },
): SoundPreparation | null {
  const read = config.safeParse(said ?? {})
  if (!read.success) {
    throw Fault.input('How sounds are prepared is said in a way that is not known', {
      file,
      place: read.error.issues[0]?.path.join('.') || 'the whole',
      remedy: 'Put the model’s own preprocessor_config.json there.',
    })
  }
  const it = read.data
  const rate = it.sampling_rate ?? 16_000
  if (dims.length === 2) return { as: 'samples', rate, normalised: it.do_normalize ?? true, said: said !== null }
  if (!/Whisper/.test(it.feature_extractor_type ?? '')) return null
  const [, bands, frames] = dims
  const hop = it.hop_length ?? 160
  const mel = { rate, window: it.n_fft ?? 400, hop, bands: it.feature_size ?? 80 }
  if (bands && bands !== mel.bands) {
    throw Fault.input(`It makes ${mel.bands} bands of a sound, and the graph takes ${bands}`, {
      file,
      place: 'feature_size',
      remedy: 'Put the model’s own preprocessor_config.json there.',
    })
  }
  return { as: 'log-mel', rate, mel, frames: frames ?? Math.floor(((it.chunk_length ?? 30) * rate) / hop), said: true }
}

/** What is done to a sound, in words. */
export function soundText(prepared: SoundPreparation): string {
  const { rate, said } = prepared
  const from = said
    ? 'as its preprocessor_config.json says'
    : 'by default, since no preprocessor_config.json lies beside it'
  if (prepared.as === 'samples') {
    return `Samples of ${rate} Hz${prepared.normalised ? ', less their mean, by their deviation' : ''}: ${from}.`
  }
  const { mel, frames } = prepared
  return `The first ${(frames * mel.hop) / rate} s at ${rate} Hz, as the logarithm of the power in ${mel.bands} bands of mels: ${from}.`
}

/**
 * Numbers for the input, without its batch. `length` is how many samples the graph takes: longer sounds are cut, shorter ones end in
 * silence. Throws an `input` fault for a sound of another rate.
 */
export function prepareSound(
  { samples, rate }: Sound,
  prepared: SoundPreparation,
  { file, length }: { readonly file: string; readonly length: number | null },
): Float32Array {
  if (rate !== prepared.rate) {
    throw Fault.input(`The sound has ${rate} samples a second, and the model hears ${prepared.rate}`, {
      file,
      place: 'chunk fmt',
      remedy: `Save it with ${prepared.rate} Hz.`,
    })
  }
  if (prepared.as === 'log-mel') {
    const { frames, mel } = prepared
    return logMel(fitted(samples, frames * mel.hop), frames, mel)
  }
  const own = length === null ? samples : fitted(samples, length)
  return prepared.normalised ? standard(own) : own
}

function fitted(samples: Float32Array, length: number): Float32Array {
  const own = new Float32Array(length)
  own.set(samples.subarray(0, length))
  return own
}

/** Less the mean, by the deviation: Wav2Vec2FeatureExtractor.zero_mean_unit_var_norm. */
function standard(samples: Float32Array): Float32Array {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length
  return samples.map((sample) => (sample - mean) / Math.sqrt(variance + 1e-7))
}
