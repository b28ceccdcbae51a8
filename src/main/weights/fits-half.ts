/** Whether every value is a number of F16 (infinities, NaNs, zeros of either sign and subnormal numbers among them). */
export function fitsHalf(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Math.f16round(value) !== value && !Number.isNaN(value)) return false
  }
  return true
}
