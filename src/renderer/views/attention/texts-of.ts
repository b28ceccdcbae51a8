import { type AttentionPlace, rangeOf, tokensOn } from '../../../shared/attention-places'
import type { TokenInfo } from '../../../shared/model-info'

/** The tokens that an attention's queries and keys are of, and where they begin among all. */
export interface Texts {
  readonly queries: readonly TokenInfo[]
  readonly keys: readonly TokenInfo[]
  readonly firstQuery: number
  readonly firstKey: number
}

export function textsOf(tokens: readonly TokenInfo[], place: AttentionPlace | undefined): Texts {
  const { queries, keys } = place ?? { queries: 'all', keys: 'all' }
  return {
    queries: tokensOn(tokens, queries),
    keys: tokensOn(tokens, keys),
    firstQuery: rangeOf(tokens, queries).first,
    firstKey: rangeOf(tokens, keys).first,
  }
}
