import { Fault } from '../../shared/fault'

/**
 * Throws an `environment` fault that names the hook point when a value is NaN or infinite, as where float16 on a graphics
 * card overflowed: a picture of such numbers would be of nothing.
 */
export function demandFinite(values: Float32Array, tap: string, place?: string): void {
  // A difference with itself is 0 for finite values alone, and a sum keeps a NaN: one pass without a branch.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!
  if (sum === 0) return
  throw Fault.environment(`The values of ${tap} are not finite`, {
    ...(place === undefined ? {} : { place }),
    remedy: 'Run on the CPU.',
  })
}
