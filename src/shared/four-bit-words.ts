import { byteText } from './byte-text'
import { count } from './figures/numbers'
import type { ModelInfo } from './model-info'

type FourBits = NonNullable<ModelInfo['fourBits']>

/** How many weights stay in four bits, and what that takes in place of F32. */
export function fourBitText({ matrices, bytes, bytesAsF32 }: FourBits): string {
  return `${count(matrices)} matrices, ${byteText(bytes)} instead of ${byteText(bytesAsF32)}`
}

/** Why the other quantised weights do not: `1 outside the blocks, 30 in Q6_K`; empty where there are none. */
export function plainText({ plain }: FourBits): string {
  return plain.map((those) => `${count(those.count)} ${those.why}`).join(', ')
}
