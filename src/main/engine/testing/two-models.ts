import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** One tiny model in two quantisations, and how far numpy and PyTorch say they are apart (fixtures/make_two_models.py). */
export const quantised = resolve('fixtures/two-models/llama-quantised.gguf')
export const plain = resolve('fixtures/two-models/llama-f16.gguf')

interface StoredAs {
  readonly dtype: string
  readonly bytes: number
}

export interface TwoModelsReference {
  readonly ids: number[]
  readonly position: number
  readonly stations: string[]
  readonly distances: number[]
  readonly relative: number[]
  readonly cosines: number[]
  /** [layers][heads] */
  readonly rows: number[][]
  readonly means: number[][]
  readonly divergence: number
  readonly entropies: [number, number]
  readonly largest: { readonly id: number; readonly difference: number }
  /** [2][d_vocab] */
  readonly probabilities: [number[], number[]]
  readonly weights: Record<
    string,
    { a: StoredAs; b: StoredAs; relative: number; rms: number; largest: number; cosine: number }
  >
}

export function readTwoModels(): TwoModelsReference {
  return JSON.parse(readFileSync('fixtures/two-models/reference.json', 'utf8'))
}
