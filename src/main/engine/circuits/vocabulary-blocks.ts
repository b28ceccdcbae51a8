import { breathe } from '../long-call'
import type { RunOptions } from '../run-options'

/** Ids of a vocabulary, `atOnce` at a time, in order. */
export function* idBlocks(vocabulary: number, atOnce: number): Generator<readonly number[]> {
  for (let from = 0; from < vocabulary; from += atOnce) {
    yield Array.from({ length: Math.min(atOnce, vocabulary - from) }, (_, at) => from + at)
  }
}

/** Counts steps of work as progress, and stops between two of them once somebody asks. */
export function counted(total: number, { onProgress, signal }: RunOptions): (steps: number) => Promise<void> {
  let done = 0
  return async (steps) => {
    onProgress?.({ stage: 'multiplying', done, total })
    done += steps
    await breathe(signal)
  }
}
