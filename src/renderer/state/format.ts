/** Numbers as a person reads them: a real minus sign, grouped thousands, as many digits as they deserve. */

const minus = '\u2212'
const thin = '\u202f'

function signed(text: string): string {
  return text.replace(/^-/, minus)
}

/** Thousands grouped by commas, as in the field's papers. */
export function count(value: number): string {
  return signed(Math.round(value).toLocaleString('en-US'))
}

/** Two decimals, between −1.00 and 1.00. A tiny negative value is shown as 0.00, not as −0.00. */
export function cosine(value: number): string {
  const text = value.toFixed(2)
  return signed(text === '-0.00' ? '0.00' : text)
}

/** A length in the residual stream: three significant digits, so that 0.0123 and 1,234 both say enough. */
export function length(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= 1000) return count(value)
  if (size >= 100) return signed(value.toFixed(0))
  if (size >= 10) return signed(value.toFixed(1))
  if (size >= 1) return signed(value.toFixed(2))
  if (size >= 0.001) return signed(value.toFixed(3))
  return signed(value.toExponential(1)).replace(/e-/, `e${minus}`).replace(/e\+/, 'e')
}

/** A probability as a number between 0 and 1 with two digits, and `<0.01` where two digits would say nothing. */
export function probability(value: number): string {
  if (value > 0 && value < 0.005) return '<0.01'
  if (value < 1 && value > 0.995) return '>0.99'
  return value.toFixed(2)
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}${thin}%`
}

/** 134.5 M, 1.54 B: how the field writes parameter counts. */
export function parameters(value: number): string {
  const scales: [number, string][] = [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ]
  for (const [scale, letter] of scales) {
    if (value >= scale) {
      const size = value / scale
      return `${trimZeros(size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2))} ${letter}`
    }
  }
  return String(value)
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms'
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** The first sentence part of a hash: enough to tell two models apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12)
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
