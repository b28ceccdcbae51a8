import type { HeadMeasures } from '../../shared/attention'

/**
 * What a head does on a sentence, from its pattern of [n, n] weights (queries before keys, row-major; 0 where masked) and the
 * token ids. A query that sees several fitting keys counts the sum of their weights. The first token is left out of
 * `previous` and `first`, since it has none before it and, under a causal mask, nothing else to look at.
 *
 * Previous token: Voita et al. 2019, "Analyzing Multi-Head Self-Attention", and Elhage et al. 2021, "A Mathematical Framework
 * for Transformer Circuits". First token: Vig and Belinkov 2019, "Analyzing the Structure of Attention in a Transformer
 * Language Model". Duplicate token: Wang et al. 2023, "Interpretability in the Wild". Induction: Elhage et al. 2021. Entropy:
 * Vig and Belinkov 2019, in bits here.
 */
export function measureHead(
  pattern: Float32Array,
  ids: readonly number[],
  causal: boolean,
): Omit<HeadMeasures, 'inductionRandom'> {
  const n = ids.length
  const weight = (query: number, key: number) => pattern[query * n + key]!
  const meanOver = (keysOf: (query: number) => readonly number[]): number | null => {
    let sum = 0
    let queries = 0
    for (let query = 0; query < n; query++) {
      const keys = keysOf(query)
      if (keys.length === 0) continue
      queries++
      for (const key of keys) sum += weight(query, key)
    }
    return queries === 0 ? null : sum / queries
  }
  const earlier = earlierOccurrences(ids)
  let bits = 0
  let most = 0
  for (let query = 0; query < n; query++) {
    bits += entropyOf(pattern.subarray(query * n, (query + 1) * n))
    most += Math.log2(causal ? query + 1 : n)
  }
  return {
    previous: meanOver((query) => (query > 0 ? [query - 1] : [])),
    first: meanOver((query) => (query > 0 ? [0] : [])),
    duplicate: meanOver((query) => earlier[query]!),
    induction: meanOver((query) => earlier[query]!.map((at) => at + 1).filter((key) => key < query)),
    entropy: bits / n,
    entropyShare: most === 0 ? null : bits / most,
  }
}

/**
 * What a head does that looks at other tokens than its queries, from its pattern of [queries, keys] weights: its entropy, in
 * bits, and that as a share of the most that so many keys allow.
 */
export function measureCross(
  pattern: Float32Array,
  queries: number,
  keys: number,
): Omit<HeadMeasures, 'inductionRandom'> {
  let bits = 0
  for (let query = 0; query < queries; query++) bits += entropyOf(pattern.subarray(query * keys, (query + 1) * keys))
  return {
    ...{ previous: null, first: null, duplicate: null, induction: null },
    entropy: bits / queries,
    entropyShare: keys === 1 ? null : bits / (queries * Math.log2(keys)),
  }
}

/**
 * Induction on random repeated tokens (Olsson et al. 2022, "In-context Learning and Induction Heads"): of a pattern on
 * `length` random tokens said twice, the mean weight from each token of the second half to the one after its first occurrence.
 */
export function inductionOnRepeat(pattern: Float32Array, length: number): number {
  const n = 2 * length
  let sum = 0
  for (let query = length; query < n; query++) sum += pattern[query * n + query - length + 1]!
  return sum / length
}

/** `length` different token ids below `vocabulary`, said twice. `random` gives numbers in [0, 1). */
export function repeatedIds(length: number, vocabulary: number, random: () => number): number[] {
  const ids = new Set<number>()
  while (ids.size < length) ids.add(Math.floor(random() * vocabulary))
  return [...ids, ...ids]
}

/** −Σ w log₂ w, with 0 log 0 as 0. */
function entropyOf(weights: Float32Array): number {
  let bits = 0
  for (const weight of weights) if (weight > 0) bits -= weight * Math.log2(weight)
  return bits
}

/** For each position, the earlier positions of the same id. */
function earlierOccurrences(ids: readonly number[]): number[][] {
  const seen = new Map<number, number[]>()
  return ids.map((id, at) => {
    const before = seen.get(id) ?? []
    seen.set(id, [...before, at])
    return before
  })
}
