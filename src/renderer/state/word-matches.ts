import type { Importance } from '../../shared/figures/vocabulary/asking-words'
import { inSlices, type Sliced } from '../../shared/slices'
import type { VocabularyWords } from '../../shared/vocabulary-map'
import { othersTurn } from '../client/others-turn'

/** Words of a step of the search. */
const wordsAtOnce = 1024

const folded = new WeakMap<VocabularyWords, string[]>()

/**
 * Finds a text in all words, whatever their case, spaces at their ends apart: ids, the best first, which are the text itself, then
 * what begins with it, then what holds it. Of words that match equally well the more important
 * comes first. Gives way to the window while it searches; throws where `signal` says that nobody waits.
 */
export async function findWords(
  words: VocabularyWords,
  importance: Importance,
  typed: string,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const wanted = fold(typed)
  if (wanted === '') return new Uint32Array(0)
  return inSlices(matching(words, importance, wanted), async () => {
    await othersTurn()
    signal.throwIfAborted()
  })
}

/** Goes through them in their order: to sort all that match would hold up the window. */
function* matching(words: VocabularyWords, { order }: Importance, wanted: string): Sliced<Uint32Array> {
  const count = order.length
  const names = folded.get(words) ?? new Array<string>(count)
  folded.set(words, names)
  const found: [number[], number[], number[]] = [[], [], []]
  for (let place = 0; place < count; place++) {
    if (place % wordsAtOnce === 0) yield place / count
    const id = order[place]!
    names[id] ??= fold(words.texts[id]!)
    const at = names[id]!.indexOf(wanted)
    if (at < 0) continue
    found[at > 0 ? 2 : names[id] === wanted ? 0 : 1].push(id)
  }
  return Uint32Array.from(found.flat())
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}
