import type { Alibi } from './architecture'

/**
 * Slopes of attention with linear biases, one for each head: a geometric sequence from 2^(−8/n) for n a power of two, and for
 * other n every second one of the next power's appended (Press et al. 2022, "Train Short, Test Long"; transformers'
 * build_alibi_tensor of BLOOM and Falcon).
 */
export function alibiSlopes(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads))
  const base = 2 ** (-8 / power)
  const extra = 2 ** (-8 / (2 * power))
  const first = Array.from({ length: power }, (_, i) => base ** (i + 1))
  return [...first, ...Array.from({ length: heads - power }, (_, i) => extra ** (2 * i + 1))]
}

/**
 * slope · position for each head and position, [heads, length]: the bias of a score is that of its key less that of its query.
 */
export function alibiBiases({ heads, scale, rounded }: Alibi, length: number): Float32Array {
  const round = rounded ? toBfloat16 : Math.fround
  const slopes = alibiSlopes(heads).map(round)
  const biases = new Float32Array(heads * length)
  for (const [head, slope] of slopes.entries()) {
    for (let position = 0; position < length; position++) {
      biases[head * length + position] = round(slope * position) * scale
    }
  }
  return biases
}

/** The nearest bfloat16, ties to even. */
function toBfloat16(value: number): number {
  const floats = Float32Array.of(value)
  const bits = new Uint32Array(floats.buffer)
  const word = bits[0]!
  bits[0] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000
  return floats[0]!
}
