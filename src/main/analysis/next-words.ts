import type { NextWords } from '../../shared/two-models'
import { demandFinite } from './finite'
import { readRow } from './prediction-row'

/** So many of the likeliest words of each model. */
const wordsOfEach = 12

/**
 * What two models say, from their logits [d_vocab] of one position; the second is the reference. Kullback and Leibler's
 * divergence D(q ‖ p) = Σ q log₂ (q / p) of the model's p from the reference's q ("On Information and Sufficiency", 1951), as
 * llama.cpp measures quantised models (tools/perplexity, --kl-divergence), here in bits. Throws an `environment` fault where a
 * logit is not finite.
 */
export function compareNextWords(
  logits: readonly [Float32Array, Float32Array],
  about: NextWords['about'],
  text: (id: number) => string,
): NextWords {
  for (const values of logits) demandFinite(values, 'logits')
  const [own, reference] = logits
  const readings = [readRow(own, wordsOfEach), readRow(reference, wordsOfEach)] as const
  let most = 0
  for (let id = 0; id < own.length; id++) {
    if (Math.abs(own[id]! - reference[id]!) > Math.abs(own[most]! - reference[most]!)) most = id
  }
  const words = [...new Set(readings.flatMap(({ ids }) => ids))].map((id) => {
    const [here, there] = readings.map(({ standing }) => standing(id)) as [Standing, Standing]
    return {
      id,
      text: text(id),
      probabilities: [here.probability, there.probability] as [number, number],
      ranks: [here.rank, there.rank] as [number, number],
    }
  })
  const larger = ({ probabilities }: (typeof words)[number]) => Math.max(...probabilities)
  return {
    about,
    vocabulary: own.length,
    divergence: divergence(reference, own),
    largest: { id: most, text: text(most), difference: Math.abs(own[most]! - reference[most]!) },
    entropies: [readings[0].entropy, readings[1].entropy],
    words: words.sort((a, b) => larger(b) - larger(a) || a.id - b.id),
  }
}

type Standing = ReturnType<ReturnType<typeof readRow>['standing']>

/** D(softmax q ‖ softmax p) in bits, in float64; rounding may take it below 0, where it cannot be. */
function divergence(q: Float32Array, p: Float32Array): number {
  const [ofQ, ofP] = [logSum(q), logSum(p)]
  let nats = 0
  for (let id = 0; id < q.length; id++) {
    const log = q[id]! - ofQ
    nats += Math.exp(log) * (log - (p[id]! - ofP))
  }
  return Math.max(0, nats / Math.LN2)
}

/** log Σ exp. */
function logSum(logits: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const logit of logits) if (logit > largest) largest = logit
  let whole = 0
  for (const logit of logits) whole += Math.exp(logit - largest)
  return largest + Math.log(whole)
}
