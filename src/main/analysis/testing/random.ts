/** Normally distributed numbers, the same for the same seed. */
export function gaussian(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  const uniform = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  // Box and Muller 1958.
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

export function gaussians(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, gaussian(seed))
}
