import { keyText } from '../../../shared/attention-places'
import type { Decomposition } from '../../../shared/decomposition'
import { quoted } from '../../../shared/visible-text'
import { percent } from '../../state/format'

/** The three largest heads in words: `Head 2.1 writes 46 % of this step, mostly from “·Eiffel”; 2.0 …`. */
export function topSentence(answer: Decomposition): string {
  const { attention, place } = answer
  const named = attention.byHead.slice(0, 3).map(({ head, share }, index) => {
    const pair = attention.byPair.find((part) => part.head === head)
    const word = pair?.source == null ? '' : `, mostly from ${sourceOf(answer, pair.source)}`
    const writes = share < 0 ? 'pulls back' : 'writes'
    const size = percent(Math.abs(share))
    return index === 0
      ? `Head ${place.name}.${head} ${writes} ${size} of this step${word}`
      : `${place.name}.${head} ${writes} ${size}${word}`
  })
  return `${named.join('; ')}.`
}

/** A state is no word of anybody's, and is not quoted. */
function sourceOf(answer: Decomposition, source: number): string {
  const text = keyText(answer, source)
  return answer.place.keys === 'states' ? text : quoted(text)
}
