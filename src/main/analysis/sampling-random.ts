const multiplier = 6364136223846793005n
const word = (1n << 64n) - 1n

/**
 * PCG32 (XSH-RR 64/32; O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random
 * Number Generation"), on the stream of its reference demo: equal seeds give equal numbers on every machine. Answers 32-bit
 * whole numbers.
 */
export function pcg32(seed: number, stream = 54n): () => number {
  const increment = (stream << 1n) | 1n
  let state = (increment + BigInt(seed)) & word
  const step = () => {
    state = (state * multiplier + increment) & word
  }
  step()
  return () => {
    const old = state
    step()
    const shifted = Number((((old >> 18n) ^ old) >> 27n) & 0xffffffffn)
    const turn = Number(old >> 59n)
    return ((shifted >>> turn) | (shifted << (-turn & 31))) >>> 0
  }
}

/** Numbers in [0, 1) out of PCG32, in steps of 2⁻³². */
export function seededRandom(seed: number): () => number {
  const next = pcg32(seed)
  return () => next() / 2 ** 32
}
