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

/** Decimal units, as disks count them. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  const digits = unit === 0 || size >= 99.5 ? 0 : size >= 9.95 ? 1 : 2
  return `${fixed(size, digits)} ${units[unit]}`
}
