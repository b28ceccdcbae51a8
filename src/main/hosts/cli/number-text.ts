import { fixed } from '../../../shared/figures/numbers'

/** Lengths of one column with as many decimals as give its largest four significant digits. */
export function lengthTexts(lengths: readonly number[]): string[] {
  const largest = Math.max(...lengths.map(Math.abs))
  const digits = largest > 0 ? Math.min(9, Math.max(0, 3 - Math.floor(Math.log10(largest)))) : 0
  return lengths.map((length) => fixed(length, digits))
}

/** Three decimals, and `<0.001` where these would say nothing. */
export function probabilityText(probability: number): string {
  return probability > 0 && probability < 0.0005 ? '<0.001' : fixed(probability, 3)
}
