import type { Decomposition } from '../../../shared/decomposition'
import { quoted } from '../../../shared/visible-text'
import { percent } from '../../state/format'

/** The three largest heads in words: `Head 2.1 writes 46 % of this step, mostly from “·Eiffel”; 2.0 …`. */
export function topSentence({ attention, layer, tokens }: Decomposition): string {
  const named = attention.byHead.slice(0, 3).map(({ head, share }, index) => {
    const pair = attention.byPair.find((part) => part.head === head)
    const word = pair?.source == null ? '' : `, mostly from ${quoted(tokens[pair.source]!.text)}`
    const writes = share < 0 ? 'pulls back' : 'writes'
    const size = percent(Math.abs(share))
    return index === 0
      ? `Head ${layer}.${head} ${writes} ${size} of this step${word}`
      : `${layer}.${head} ${writes} ${size}${word}`
  })
  return `${named.join('; ')}.`
}
