import type { TrajectoryWord } from '../../shared/trajectory'
import type { TopWords } from './vocabulary'

/** A vocabulary word that stands near a path: its largest cosine to any station, and which (the first of equals). */
export type WordOfPath = Pick<TrajectoryWord, 'id' | 'cosine' | 'station'>

/** Each station's nearest words, every one once, nearest first, at most `limit`. */
export function wordsOfPath({ k, ids, values }: TopWords, limit: number): WordOfPath[] {
  const best = new Map<number, WordOfPath>()
  for (const [at, id] of ids.entries()) {
    const cosine = values[at]!
    const known = best.get(id)
    if (known === undefined || cosine > known.cosine) best.set(id, { id, cosine, station: Math.floor(at / k) })
  }
  return [...best.values()].sort((a, b) => b.cosine - a.cosine || a.id - b.id).slice(0, limit)
}
