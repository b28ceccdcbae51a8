/** Values of every F16 number, by its bits: a `Float16Array` cannot read bytes that are not aligned. */
export const halfValues: Float32Array = everyHalf()

/** So many values are rounded at once: a few pages, which stay in the processor's cache. */
const piece = 4096

/**
 * Whether F16 holds every value as it is, so that nothing is lost in it: numbers that need no more than its eleven digits of
 * its range, subnormal ones included, both zeros, infinities and NaN. Of a NaN alone its being one is kept, not its bits.
 */
export function fitsHalf(values: Float32Array): boolean {
  const halves = new Float16Array(Math.min(piece, values.length))
  for (let start = 0; start < values.length; start += piece) {
    const part = values.subarray(start, start + piece)
    halves.set(part)
    for (let i = 0; i < part.length; i++) {
      if (halves[i] !== part[i] && !Number.isNaN(part[i])) return false
    }
  }
  return true
}

function everyHalf(): Float32Array {
  const bits = Uint16Array.from({ length: 1 << 16 }, (_, index) => index)
  return new Float32Array(new Float16Array(bits.buffer))
}
