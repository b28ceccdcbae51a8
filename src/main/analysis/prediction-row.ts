/** What one row of logits says, after a softmax over the whole vocabulary. */
export interface RowReading {
  /** Likeliest first; of equals, the smaller id. */
  readonly ids: readonly number[]
  readonly probabilities: readonly number[]
  /** In bits. */
  readonly entropy: number
  /** The probability of an id, and how many ids are likelier. */
  standing(id: number): { probability: number; rank: number }
}

/** Reads logits [d_vocab]: the `k` likeliest, and Shannon's entropy H = log Z − Σ p·logit. In one pass for the softmax. */
export function readRow(logits: Float32Array, k: number): RowReading {
  let largest = Number.NEGATIVE_INFINITY
  for (const logit of logits) if (logit > largest) largest = logit
  let whole = 0
  let weighted = 0
  for (const logit of logits) {
    const power = Math.exp(logit - largest)
    whole += power
    weighted += power * (logit - largest)
  }
  const ids = topIds(logits, k)
  const probability = (id: number) => Math.exp(logits[id]! - largest) / whole
  return {
    ids,
    probabilities: ids.map(probability),
    entropy: (Math.log(whole) - weighted / whole) / Math.LN2,
    standing(id) {
      const own = logits[id]!
      let rank = 0
      for (const logit of logits) if (logit > own) rank++
      return { probability: probability(id), rank }
    },
  }
}

/** The ids of the `k` largest values, largest first. Insertion into a short list: almost every value fails the first test. */
function topIds(values: Float32Array, k: number): number[] {
  const best: number[] = []
  for (let id = 0; id < values.length; id++) {
    const value = values[id]!
    if (best.length === k && value <= values[best[k - 1]!]!) continue
    let at = best.length
    while (at > 0 && values[best[at - 1]!]! < value) at--
    best.splice(at, 0, id)
    if (best.length > k) best.pop()
  }
  return best
}
