/** A probability with three decimals, and what three decimals cannot say. */
export function shareText(probability: number): string {
  if (probability > 0 && probability < 0.0005) return '<0.001'
  if (probability < 1 && probability >= 0.9995) return '>0.999'
  return probability.toFixed(3)
}

/** `2.13 bits, as unsure as between 4.4 equally likely words`: the perplexity is 2 to the power of the entropy. */
export function entropyText(bits: number): string {
  const words = 2 ** bits
  const digits = words < 9.95 ? 1 : 0
  const number = Number(words.toFixed(digits)).toLocaleString('en-US', { minimumFractionDigits: digits })
  return `${bits.toFixed(2)} bits, as unsure as between ${number} equally likely words`
}
