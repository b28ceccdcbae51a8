import type { HeadMeasures } from '../../../shared/attention'
import { fixed } from '../../../shared/figures/numbers'

/** The measures in the order that they are told in. */
export const measureNames: readonly { readonly key: keyof HeadMeasures; readonly name: string }[] = [
  { key: 'previous', name: 'Previous token' },
  { key: 'first', name: 'First token' },
  { key: 'duplicate', name: 'Duplicate token' },
  { key: 'induction', name: 'Induction' },
  { key: 'inductionRandom', name: 'Induction, random' },
  { key: 'entropy', name: 'Entropy' },
]

/** Weights with two decimals, an entropy in bits, a dash where the sentence cannot show it. */
export function measureText(key: keyof HeadMeasures, value: number | null): string {
  if (value === null) return '\u2013'
  return key === 'entropy' ? `${fixed(value, 2)} bits` : fixed(value, 2)
}
