export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, squareA, squareB] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    product += a[at]! * b[at]!
    squareA += a[at]! ** 2
    squareB += b[at]! ** 2
  }
  return product / Math.sqrt(squareA * squareB)
}

/** The largest difference between two values of the same place. */
export function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be compared with ${b.length}`)
  let largest = 0
  for (let at = 0; at < a.length; at++) largest = Math.max(largest, Math.abs(a[at]! - b[at]!))
  return largest
}
