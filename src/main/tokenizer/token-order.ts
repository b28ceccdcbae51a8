import type { ModelTables } from './create-library'
import type { TokenizerJson } from './tokenizer-json'

/**
 * The order in which a tokenizer's training came to its tokens: by the merge that makes each, or by the scores that it gave them.
 * Null for kinds that keep neither.
 */
export interface TokenOrder {
  readonly from: 'merges' | 'scores'
  /** By token id, the first 0; tokens that no merge makes or that have no score are missing. */
  readonly ranks: ReadonlyMap<number, number>
}

export function tokenOrder({ model }: TokenizerJson, tables: ModelTables | null): TokenOrder | null {
  if (model.type === 'Unigram') {
    const byScore = [...model.vocab.keys()].sort((a, b) => model.vocab[b]![1] - model.vocab[a]![1] || a - b)
    // The unknown token's score is made up.
    return { from: 'scores', ranks: dense(byScore.filter((id) => id !== model.unk_id)) }
  }
  if (model.type !== 'BPE') return null
  const merged = tables === null ? mergedIn(model) : mergedBy(tables)
  return {
    from: 'merges',
    ranks: dense([...merged].sort(([a, one], [b, other]) => one - other || a - b).map(([id]) => id)),
  }
}

/** Of each token the first merge that makes it. */
function mergedIn({ vocab, merges }: Extract<TokenizerJson['model'], { type: 'BPE' }>): Map<number, number> {
  const ids = new Map(Object.entries(vocab))
  const ranks = new Map<number, number>()
  for (const [rank, merge] of merges.entries()) {
    const token = typeof merge === 'string' ? joined(merge) : merge[0] + merge[1]
    const id = ids.get(token)
    if (id !== undefined && !ranks.has(id)) ranks.set(id, rank)
  }
  return ranks
}

/** The same where ranks are known of pairs alone: of all pairs that a token may be made of, the first. */
function mergedBy({ tokens, ids, ranks: rankOf }: ModelTables): Map<number, number> {
  const ranks = new Map<number, number>()
  for (const [id, token] of tokens.entries()) {
    let first = Number.POSITIVE_INFINITY
    for (let cut = 1; cut < token.length; cut++) {
      const [left, right] = [token.slice(0, cut), token.slice(cut)]
      if (!ids.has(left) || !ids.has(right)) continue
      first = Math.min(first, rankOf?.(left, right) ?? first)
    }
    if (first < Number.POSITIVE_INFINITY) ranks.set(id, first)
  }
  return ranks
}

function dense(ids: readonly number[]): Map<number, number> {
  return new Map(ids.map((id, rank) => [id, rank]))
}

function joined(merge: string): string {
  const at = merge.indexOf(' ', 1)
  return merge.slice(0, at) + merge.slice(at + 1)
}
