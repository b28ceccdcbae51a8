import type { Rotary } from './architecture'

export interface RotaryFrequencies {
  /** Angle a position adds, in radians, for each pair of dimensions: dimensions / 2 of them, F32 as the reference has them. */
  readonly inverse: Float32Array
  /** What cos and sin are multiplied with. */
  readonly attentionScaling: number
}

/**
 * Frequencies of a rotary embedding for a prompt of `length` tokens (dynamic scaling and longrope depend on it). Formulas as in
 * transformers' modeling_rope_utils: linear (Chen et al. 2023, "position interpolation"), dynamic (NTK-aware, bloc97 2023),
 * llama3 (Llama 3.1), yarn (Peng et al. 2023, "YaRN"), longrope (Ding et al. 2024, "LongRoPE").
 */
export function rotaryFrequencies(rotary: Rotary, length: number): RotaryFrequencies {
  const { theta, dimensions, scaling, longest } = rotary
  switch (scaling.kind) {
    case 'default':
      return { inverse: inverseFrequencies(theta, dimensions), attentionScaling: 1 }
    case 'linear':
      return {
        inverse: inverseFrequencies(theta, dimensions).map((f) => f / scaling.factor),
        attentionScaling: 1,
      }
    case 'dynamic': {
      const tokens = Math.max(length, longest)
      const stretch = (scaling.factor * tokens) / longest - (scaling.factor - 1)
      const base = theta * stretch ** (dimensions / (dimensions - 2))
      return { inverse: inverseFrequencies(base, dimensions), attentionScaling: 1 }
    }
    case 'llama3': {
      const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalLongest } = scaling
      const inverse = inverseFrequencies(theta, dimensions).map((f) => {
        const wavelength = (2 * Math.PI) / f
        if (wavelength < originalLongest / high) return f
        if (wavelength > originalLongest / low) return f / factor
        const smooth = (originalLongest / wavelength - low) / (high - low)
        return ((1 - smooth) * f) / factor + smooth * f
      })
      return { inverse, attentionScaling: 1 }
    }
    case 'yarn': {
      const { factor, originalLongest, betaFast, betaSlow, truncate } = scaling
      /** The dimension whose wave turns so many times within the original context. */
      const turning = (turns: number) =>
        (dimensions * Math.log(originalLongest / (turns * 2 * Math.PI))) / (2 * Math.log(theta))
      const [from, to] = [turning(betaFast), turning(betaSlow)]
      const low = Math.max(truncate ? Math.floor(from) : from, 0)
      const high = Math.min(truncate ? Math.ceil(to) : to, dimensions - 1)
      const width = low === high ? 0.001 : high - low
      const inverse = inverseFrequencies(theta, dimensions).map((f, i) => {
        const interpolated = Math.min(1, Math.max(0, (i - low) / width))
        return (f / factor) * interpolated + f * (1 - interpolated)
      })
      return { inverse, attentionScaling: scaling.attentionFactor }
    }
    case 'longrope': {
      const by = length > scaling.originalLongest ? scaling.long : scaling.short
      const inverse = inverseFrequencies(theta, dimensions).map((f, i) => f / by[i]!)
      return { inverse, attentionScaling: scaling.attentionFactor }
    }
  }
}

function inverseFrequencies(theta: number, dimensions: number): Float32Array {
  return Float32Array.from({ length: dimensions / 2 }, (_, i) => 1 / theta ** ((2 * i) / dimensions))
}

/**
 * cos and sin of each position's angles, [length, dimensions / 2] each, multiplied with the attention scaling. Angles are
 * rounded to F32 before the cosine, as the reference computes them: at position 100,000 that is a visible difference.
 */
export function rotaryTables(rotary: Rotary, length: number): { cos: Float32Array; sin: Float32Array } {
  const { inverse, attentionScaling } = rotaryFrequencies(rotary, length)
  const half = inverse.length
  const cos = new Float32Array(length * half)
  const sin = new Float32Array(length * half)
  for (let position = 0; position < length; position++) {
    for (let i = 0; i < half; i++) {
      const angle = Math.fround(position * inverse[i]!)
      cos[position * half + i] = Math.cos(angle) * attentionScaling
      sin[position * half + i] = Math.sin(angle) * attentionScaling
    }
  }
  return { cos, sin }
}
