import { inSlices, type Sliced } from '../../shared/slices'
import type { VocabularyWords } from '../../shared/vocabulary-map'

/** Words of a step of the search. */
const wordsAtOnce = 1024

const folded = new WeakMap<VocabularyWords, string[]>()

/**
 * Finds a text in all words, whatever their case, spaces at their ends apart: ids, the best first, which are the text itself, then
 * what begins with it, then what holds it. Of words that match equally well the more important
 * comes first, by their rank. Gives way to the window while it searches; throws where `signal` says that nobody waits.
 */
export async function findWords(
  words: VocabularyWords,
  rank: Uint32Array,
  typed: string,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const wanted = fold(typed)
  if (wanted === '') return new Uint32Array(0)
  return inSlices(matching(words, rank, wanted), async () => {
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  })
}

function* matching(words: VocabularyWords, rank: Uint32Array, wanted: string): Sliced<Uint32Array> {
  const names = folded.get(words) ?? []
  folded.set(words, names)
  const found: [number[], number[], number[]] = [[], [], []]
  for (let id = 0; id < words.texts.length; id++) {
    if (id % wordsAtOnce === 0) yield id / words.texts.length
    names[id] ??= fold(words.texts[id]!)
    const at = names[id]!.indexOf(wanted)
    if (at < 0) continue
    found[at > 0 ? 2 : names[id] === wanted ? 0 : 1].push(id)
  }
  return Uint32Array.from(found.flatMap((group) => group.sort((a, b) => rank[a]! - rank[b]!)))
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}
