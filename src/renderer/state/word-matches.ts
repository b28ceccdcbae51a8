import type { VocabularyWords } from '../../shared/vocabulary-map'

/** In milliseconds: after so long, others have their turn. */
const turn = 8

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
  const names = folded.get(words) ?? []
  folded.set(words, names)
  const found: [number[], number[], number[]] = [[], [], []]
  let since = performance.now()
  for (let id = 0; id < words.texts.length; id++) {
    if (id % 1024 === 0 && performance.now() - since > turn) {
      await new Promise((resolve) => setTimeout(resolve))
      signal.throwIfAborted()
      since = performance.now()
    }
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
