/** Numbers as figures write them: the same digits on every machine, a real minus sign, thousands set off by commas. */

export function fixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  const isZero = Number(text) === 0
  return value < 0 && !isZero ? `\u2212${text}` : text
}

export function count(value: number): string {
  return fixed(value, 0).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** A share between 0 and 1 in per cent; one decimal below one per cent. */
export function percent(share: number): string {
  const value = share * 100
  return `${fixed(value, value > 0 && value < 0.95 ? 1 : 0)} %`
}

/** A coordinate of a drawing: two decimals are a hundredth of a pixel. */
export function coordinate(value: number): number {
  const rounded = Math.round(value * 100) / 100
  return rounded === 0 ? 0 : rounded
}

/** A length of a whole sheet: four decimals are well within a hundredth of a millimetre, whatever it is scaled by. */
export function fineCoordinate(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
