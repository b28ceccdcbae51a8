import { type AttentionPlace, rangeOf } from '../../../shared/attention-places'
import type { TokenInfo } from '../../../shared/model-info'

/** The tokens that an attention's queries and keys are of, and where they begin among all. */
export interface Texts {
  readonly queries: readonly TokenInfo[]
  readonly keys: readonly TokenInfo[]
  readonly firstQuery: number
  readonly firstKey: number
}

export function textsOf(tokens: readonly TokenInfo[], place: AttentionPlace | undefined): Texts {
  const queries = rangeOf(tokens, place?.queries ?? 'all')
  const keys = rangeOf(tokens, place?.keys ?? 'all')
  return {
    queries: tokens.slice(queries.first, queries.first + queries.count),
    keys: tokens.slice(keys.first, keys.first + keys.count),
    firstQuery: queries.first,
    firstKey: keys.first,
  }
}
