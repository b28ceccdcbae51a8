import { Fault } from '../../shared/fault'
import type { FloatTensor } from '../../shared/tensor'

/**
 * Throws an `environment` fault that names the hook point when a value is NaN or infinite, as where float16 on a graphics
 * card overflowed: a picture of such numbers would be of nothing.
 */
export function demandFinite(values: Float32Array, tap: string, place?: string): void {
  if (areFinite(values)) return
  throw Fault.environment(`The values of ${tap} are not finite`, {
    ...(place === undefined ? {} : { place }),
    remedy: 'Run on the CPU.',
  })
}

export function areFinite(values: Float32Array): boolean {
  // A difference with itself is 0 for finite values alone, and a sum keeps a NaN: one pass without a branch.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!
  return sum === 0
}

/** The first hook point with a value that is NaN or infinite; null where there is none. Hidden scores are −∞ by right. */
export function firstNotFinite(tensors: ReadonlyMap<string, FloatTensor>): string | null {
  const hasMask = (name: string) => name.endsWith('.hook_attn_scores')
  const isSound = (name: string, { data }: FloatTensor) =>
    hasMask(name) ? data.every((value) => value < Number.POSITIVE_INFINITY) : areFinite(data)
  for (const [name, tensor] of tensors) if (!isSound(name, tensor)) return name
  return null
}
