import { shape } from './model'
import { random } from './random'

/** A prompt of so many token ids; another seed gives another prompt. */
export function tokenIds(length: number, seed: number): number[] {
  const next = random(seed)
  return Array.from({ length }, () => Math.floor(next() * shape.vocabulary))
}
