import { count, fixed } from '../../../shared/figures/numbers'
import { plainWord } from '../../../shared/figures/words'
import { visibleText } from '../../../shared/visible-text'
import type { VocabularyMap, VocabularyWords } from '../../../shared/vocabulary-map'
import type { TooltipContent } from '../../scene3d'

/** What is said of a word under the pointer. */
export function wordFacts(words: VocabularyWords, map: VocabularyMap, id: number): TooltipContent {
  const rank = words.ranks.of[id] ?? -1
  const cluster = map.clusters[map.clusterOf[id]!]
  const named = cluster?.nearest
    .slice(0, 2)
    .map(({ text }) => plainWord(text))
    .join(', ')
  return {
    title: `\u201c${visibleText(words.texts[id] ?? '')}\u201d`,
    value: `id ${count(id)}`,
    rows: [
      ...(words.ranks.from === null ? [] : [['frequency rank', rank < 0 ? 'none' : count(rank + 1)] as const]),
      ['\u2016x\u2016', fixed(words.norms[id]!, 2)],
      ['script', words.scripts[words.scriptOf[id]!]?.name ?? ''],
      ...(named ? [['cluster', named] as const] : []),
    ],
    hint: 'Click to see its neighbours.',
  }
}
