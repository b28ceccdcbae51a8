import { type FloatTensor, floatTensor, row } from '../../../shared/tensor'
import type { TopWords, Vocabulary } from '../vocabulary'
import { gaussians } from './random'

export interface FakeVocabulary extends Vocabulary {
  /** Names of the methods called so far and how many vectors each was given. */
  readonly calls: string[]
}

/** Random W_E and W_U [size, width] and a final norm without weights (RMS), multiplied out by plain loops. */
export function fakeVocabulary(size: number, width: number, { unembeds = true, seed = 1 } = {}): FakeVocabulary {
  const embedding = floatTensor(gaussians(size * width, seed), [size, width])
  const unembedding = floatTensor(gaussians(size * width, seed + 1), [size, width])
  const calls: string[] = []

  const scores = (vector: Float32Array, matrix: FloatTensor) =>
    Array.from({ length: size }, (_, id) => sum(row(matrix, id).map((value, i) => value * vector[i]!)))
  const norms = (vector: Float32Array) => {
    const scale = Math.sqrt(sum(vector.map((value) => value * value)) / width)
    return vector.map((value) => value / scale)
  }
  const probabilities = (vector: Float32Array) => {
    const powers = scores(norms(vector), unembedding).map(Math.exp)
    const whole = sum(powers)
    return powers.map((power) => power / whole)
  }
  const lengths = rows(embedding).map((vector) => Math.hypot(...vector))
  const cosines = (vector: Float32Array) => {
    const length = Math.hypot(...vector)
    return scores(vector, embedding).map((score, id) => score / (length * lengths[id]!))
  }

  return {
    size,
    unembeds,
    calls,
    text: (id) => ` w${id}`,
    async embedded(ids) {
      calls.push(`embedded ${ids.length}`)
      return floatTensor(Float32Array.from(ids.flatMap((id) => [...row(embedding, id)])), [ids.length, width])
    },
    async nearest(vectors, k) {
      calls.push(`nearest ${vectors.shape[0]}`)
      return top(rows(vectors).map(cosines), k)
    },
    async finalNorm(vectors) {
      calls.push(`finalNorm ${vectors.shape[0]}`)
      return floatTensor(Float32Array.from(rows(vectors).flatMap((vector) => [...norms(vector)])), vectors.shape)
    },
    async lens(vectors, k) {
      calls.push(`lens ${vectors.shape[0]}`)
      return top(rows(vectors).map(probabilities), k)
    },
    async watch(vectors, id) {
      calls.push(`watch ${vectors.shape[0]}`)
      const all = rows(vectors).map(probabilities)
      return {
        probabilities: Float32Array.from(all, (one) => one[id]!),
        ranks: Int32Array.from(all, (one) => one.filter((value) => value > one[id]!).length),
      }
    },
  }
}

function rows(vectors: FloatTensor): Float32Array[] {
  return Array.from({ length: vectors.shape[0]! }, (_, n) => row(vectors, n))
}

function top(scores: readonly number[][], k: number): TopWords {
  const best = scores.map((one) =>
    one
      .map((value, id) => ({ id, value }))
      .sort((a, b) => b.value - a.value)
      .slice(0, k),
  )
  return {
    k,
    ids: Int32Array.from(best.flat(), ({ id }) => id),
    values: Float32Array.from(best.flat(), ({ value }) => value),
  }
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
