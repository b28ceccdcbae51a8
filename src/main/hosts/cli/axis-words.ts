import { type Direction, mostAxes } from '../../../shared/direction'
import { readTerms } from '../../../shared/word-arithmetic'
import type { EngineSession } from './engine-session'
import { WrongUse } from './wrong-use'

/** The axes that words of `--axis` mean, up to three. */
export async function axesNamed(
  words: readonly string[],
  session: EngineSession,
  signal: AbortSignal,
): Promise<Direction[]> {
  if (words.length > mostAxes) throw new WrongUse(`A picture has three axes, and ${words.length} are given.`)
  return words.length === 0 ? [] : directionsNamed(words, session, signal)
}

/** The directions that words mean: each one that was saved by that name, or one word less another, `woman - man`. */
export async function directionsNamed(
  words: readonly string[],
  { client }: EngineSession,
  signal: AbortSignal,
): Promise<Direction[]> {
  const saved = await client.directions.saved(undefined, { signal })
  return words.map((word) => saved.find(({ name }) => name === word) ?? ofTwoWords(word) ?? unknown(word, saved))
}

/** From the word that is taken away to the other, as rows of W_E; null for no such difference. */
function ofTwoWords(text: string): Direction | null {
  const terms = readTerms(text) ?? []
  const [plus, minus] = [1, -1].map((weight) => terms.find((term) => term.weight === weight)?.word)
  if (terms.length !== 2 || plus === undefined || minus === undefined) return null
  return {
    name: `${plus} \u2212 ${minus}`.slice(0, 60),
    ends: [minus.slice(0, 60), plus.slice(0, 60)],
    ...{ at: 'embedding', minus: [minus], plus: [plus], paired: true, state: 'last', made: 'means' },
    fingerprint: null,
  }
}

function unknown(word: string, saved: readonly Direction[]): never {
  const there =
    saved.length === 0 ? 'none is saved' : `there is ${saved.map(({ name }) => `\u201c${name}\u201d`).join(', ')}`
  throw new WrongUse(
    `No direction is saved as \u201c${word}\u201d (${there}); name one, or two words as "woman - man".`,
  )
}
