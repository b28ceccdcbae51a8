import type { SamplingSettings } from '../../shared/prediction'

/** An id that may follow: the model's probability of it, and the one with which it is drawn. */
export interface Candidate {
  readonly id: number
  readonly probability: number
  readonly sampled: number
}

/** What was drawn, and the likeliest others. */
export interface Draw extends Candidate {
  readonly alternatives: readonly Candidate[]
}

type Filters = Pick<SamplingSettings, 'temperature' | 'topK' | 'topP'>

/**
 * Draws the next token from logits [d_vocab]. The logits are divided by the temperature; of the distribution that this gives,
 * the `topK` likeliest stay (Fan et al. 2018, "Hierarchical Neural Story Generation"), and of these, shared out anew, the
 * smallest set whose mass is at least `topP` (Holtzman et al. 2019, "The Curious Case of Neural Text Degeneration").
 * Temperature 0 takes the likeliest. `random` gives numbers in [0, 1); it is asked once, or not at all at temperature 0.
 */
export function drawToken(logits: Float32Array, filters: Filters, random: () => number, alternatives = 5): Draw {
  const order = Uint32Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b)
  const largest = logits[order[0]!]!
  const powers = Float64Array.from(order, (id) => Math.exp(logits[id]! - largest))
  const whole = sum(powers)
  const kept = keptOf(order, logits, filters)
  const candidate = (place: number): Candidate => ({
    id: order[place]!,
    probability: powers[place]! / whole,
    sampled: kept[place] ?? 0,
  })
  const place = filters.temperature === 0 ? 0 : pick(kept, random())
  const others: Candidate[] = []
  for (let other = 0; others.length < alternatives && other < order.length; other++) {
    if (other !== place) others.push(candidate(other))
  }
  return { ...candidate(place), alternatives: others }
}

/** The probabilities of those that may be drawn, in the order of `order`; they sum to 1. */
function keptOf(order: Uint32Array, logits: Float32Array, { temperature, topK, topP }: Filters): Float64Array {
  if (temperature === 0) return Float64Array.of(1)
  const count = topK === 0 ? order.length : Math.min(topK, order.length)
  const largest = logits[order[0]!]!
  const shares = Float64Array.from(order.subarray(0, count), (id) => Math.exp((logits[id]! - largest) / temperature))
  const whole = sum(shares)
  let mass = 0
  let nucleus = 0
  while (nucleus < count && (nucleus === 0 || mass < topP * whole)) mass += shares[nucleus++]!
  return shares.subarray(0, nucleus).map((share) => share / mass)
}

/** The first place up to which the mass exceeds `at`; the last one where rounding leaves it short. */
function pick(shares: Float64Array, at: number): number {
  let mass = 0
  for (let place = 0; place < shares.length; place++) {
    mass += shares[place]!
    if (at < mass) return place
  }
  return shares.length - 1
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
