/**
 * How far two heads' patterns are apart, row by row: the total variation distance ½ Σ |p − q| of two distributions (Levin,
 * Peres and Wilmer, "Markov Chains and Mixing Times", 2009, proposition 4.2), the weight that would have to be moved to make
 * one row of the other; 0 for equal rows, 1 for rows that share no key. Where a head has a sink, a row sums to less than 1, and
 * what the sink takes counts as one key more.
 *
 * Patterns are [queries, keys] of one shape, row-major, 0 where masked; the answer is [queries].
 */
export function rowDifferences(p: Float32Array, q: Float32Array, keys: number): Float64Array {
  const rows = new Float64Array(p.length / keys)
  for (let query = 0; query < rows.length; query++) {
    let apart = 0
    let [ofP, ofQ] = [0, 0]
    for (let at = query * keys; at < (query + 1) * keys; at++) {
      apart += Math.abs(p[at]! - q[at]!)
      ofP += p[at]!
      ofQ += q[at]!
    }
    const sinks = Math.max(ofP, ofQ) < withoutSink ? Math.abs(ofP - ofQ) : 0
    rows[query] = Math.min(1, (apart + sinks) / 2)
  }
  return rows
}

/** A row that sums to more than this has no sink: it is short of 1 by rounding alone. */
const withoutSink = 0.9999
