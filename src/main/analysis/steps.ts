import type { Station } from '../../shared/taps'
import { type FloatTensor, row } from '../../shared/tensor'
import type { TrajectoryStep } from '../../shared/trajectory'
import type { Readings } from './readings'
import { cosine, distance, norm } from './vectors'
import type { TopWords } from './vocabulary'

/** So many words stand in a row of the table. */
export const wordsPerStep = 5

/** The table's rows for a token's raw path [stations, d_model]: how far each part moved it, and what it reads as there. */
export function trajectorySteps(
  stations: readonly Station[],
  path: FloatTensor,
  { nearest, lens, watched }: Readings,
  text: (id: number) => string,
): TrajectoryStep[] {
  const start = row(path, 0)
  const end = row(path, stations.length - 1)
  return stations.map(({ tap, layer, kind }, index) => {
    const here = row(path, index)
    return {
      tap,
      layer,
      kind,
      length: index === 0 ? 0 : distance(row(path, index - 1), here),
      norm: norm(here),
      cosineToStart: cosine(here, start),
      cosineToEnd: cosine(here, end),
      nearest: wordsAt(nearest, index).map(([id, value]) => ({ id, text: text(id), cosine: value })),
      lens: lens && wordsAt(lens, index).map(([id, value]) => ({ id, text: text(id), probability: value })),
      watched: watched && { probability: watched.probabilities[index]!, rank: watched.ranks[index]! },
    }
  })
}

/** Ids and values of a row's first words, best first. */
function wordsAt({ k, ids, values }: TopWords, index: number): [id: number, value: number][] {
  return Array.from({ length: Math.min(wordsPerStep, k) }, (_, n) => [ids[index * k + n]!, values[index * k + n]!])
}
