/** How a sound becomes the rows that Whisper hears. */
export interface MelSettings {
  readonly rate: number
  /** Samples of a window, and from one to the next. */
  readonly window: number
  readonly hop: number
  readonly bands: number
}

const slaneyStep = Math.log(6.4) / 27

function melOf(hertz: number): number {
  return hertz < 1000 ? (3 * hertz) / 200 : 15 + Math.log(hertz / 1000) / slaneyStep
}

function hertzOf(mel: number): number {
  return mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp(slaneyStep * (mel - 15))
}

/** Triangles over the bins of a spectrum, equally wide in Slaney's mels up to 8 kHz, each of area 1: [band, bin]. */
function melFilters({ rate, window, bands }: MelSettings): Float64Array[] {
  const bins = window / 2 + 1
  const edges = Array.from({ length: bands + 2 }, (_, at) => hertzOf((melOf(8000) * at) / (bands + 1)))
  return Array.from({ length: bands }, (_, band) => {
    const [low, middle, high] = [edges[band]!, edges[band + 1]!, edges[band + 2]!]
    return Float64Array.from({ length: bins }, (_bin, bin) => {
      const hertz = (bin * Math.floor(rate / 2)) / (bins - 1)
      const height = Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle))
      return Math.max(0, height) * (2 / (high - low))
    })
  })
}

/**
 * The logarithm of a sound's power in bands of mels, [band, frame], as transformers' WhisperFeatureExtractor makes it: Hann windows
 * around every hop of a sound that is mirrored at its ends, powers of at least 10⁻¹⁰, at most 80 dB below the loudest, scaled by
 * (log₁₀ + 4) / 4. `samples` are of exactly `frames` hops.
 */
export function logMel(samples: Float32Array, frames: number, settings: MelSettings): Float32Array {
  const { window, hop, bands } = settings
  const filters = melFilters(settings)
  const powers = spectrum(window)
  const hann = Float64Array.from({ length: window }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / window))
  const last = samples.length - 1
  // Behind the last sound, all windows are silent.
  const end = samples.findLastIndex((sample) => sample !== 0)
  const piece = new Float64Array(window)
  const rows = new Float32Array(bands * frames).fill(-10)
  for (let frame = 0; frame < frames; frame++) {
    const first = frame * hop - window / 2
    if (first > end && first + window <= last) continue
    for (let at = 0; at < window; at++) {
      const place = Math.abs(first + at)
      piece[at] = samples[place <= last ? place : Math.max(0, 2 * last - place)]! * hann[at]!
    }
    const bins = powers(piece)
    for (const [band, filter] of filters.entries()) {
      let power = 0
      for (let bin = 0; bin < bins.length; bin++) power += filter[bin]! * bins[bin]!
      rows[band * frames + frame] = Math.log10(Math.max(1e-10, power))
    }
  }
  const loudest = rows.reduce((most, value) => Math.max(most, value), -10)
  return rows.map((value) => (Math.max(value, loudest - 8) + 4) / 4)
}

/** |FFT|² of real windows of one length. */
function spectrum(window: number): (piece: Float64Array) => Float64Array {
  const half = window / 2
  const turn = Array.from({ length: window }, (_, at) => (2 * Math.PI * at) / window)
  const [cosines, sines] = [Float64Array.from(turn, Math.cos), Float64Array.from(turn, Math.sin)]
  const [even, odd] = [new Float64Array(half), new Float64Array(half)]
  const powers = new Float64Array(half + 1)
  return (piece) => {
    // What stands as far before the middle as after it is multiplied with the same cosine and the opposite sine.
    for (let at = 1; at < half; at++) {
      even[at] = piece[at]! + piece[window - at]!
      odd[at] = piece[at]! - piece[window - at]!
    }
    for (let bin = 0; bin <= half; bin++) {
      let [real, imaginary] = [piece[0]! + (bin % 2 === 0 ? piece[half]! : -piece[half]!), 0]
      for (let at = 1, angle = bin; at < half; at++, angle += bin) {
        if (angle >= window) angle -= window
        real += even[at]! * cosines[angle]!
        imaginary += odd[at]! * sines[angle]!
      }
      powers[bin] = real * real + imaginary * imaginary
    }
    return powers
  }
}
