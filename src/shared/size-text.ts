import { percent } from './figures/numbers'

/** A count as papers give it: `124M`, `1.56B`, `174.6B`. */
export function sizeText(value: number): string {
  return scaled(value, ['', 'k', 'M', 'B', 'T'], '')
}

/** Floating-point operations: `3.14 TFLOP`. */
export function flopText(value: number): string {
  return scaled(value, ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP', 'PFLOP', 'EFLOP'], ' ')
}

/** A share between 0 and 1 in per cent; one that is there and would round to nothing says so. */
export function shareText(share: number): string {
  return share > 0 && share < 0.0005 ? '<0.1 %' : percent(share)
}

function scaled(value: number, units: readonly string[], gap: string): string {
  let size = value
  let unit = 0
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  const text = unit === 0 ? String(Math.round(size)) : size.toFixed(size >= 9.995 ? 1 : 2)
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text}${gap}${units[unit]}`
}
