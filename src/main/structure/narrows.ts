import type { Content } from './content'
import type { Op } from './op'

/** A value through which all content passes, and the nodes from it to the one before in the walk. */
export interface Narrow {
  readonly value: string
  readonly ops: readonly Op[]
}

/** A part of a block has some dozens of nodes; a mixture of experts has many more. */
const mostOps = 3000

/**
 * Walks from a value back to where its content comes from, and stops at each value through which all of it passes: a norm, an
 * activation or a rotary embedding is then one step, however many nodes it has.
 */
export function* narrowsBack(content: Content, from: string): Generator<Narrow> {
  const { graph } = content
  const frontier = new Set([from])
  let ops: Op[] = []
  for (;;) {
    let last: string | null = null
    content.work.take(frontier.size)
    for (const value of frontier) if (last === null || graph.at(value) > graph.at(last)) last = value
    const op = last === null ? undefined : graph.producer(last)
    if (!op || ops.length > mostOps) return
    for (const output of op.outputs) frontier.delete(output)
    ops.push(op)
    for (const value of content.read(op)) frontier.add(value)
    if (frontier.size === 0) return
    if (frontier.size === 1) {
      const [value] = frontier
      yield { value: value!, ops }
      ops = []
    }
  }
}

/** The next value, forward, through which all content of this one passes; or the node at which other content comes in. */
export function narrowForward(
  content: Content,
  from: string,
): (Narrow & { readonly meets: null }) | { readonly meets: Op } | null {
  const { graph } = content
  const own = new Set([from])
  const live = new Set([from])
  const ops: Op[] = []
  const done = new Set<Op>()
  while (ops.length <= mostOps) {
    let next: Op | null = null
    content.work.take(live.size)
    for (const value of live) {
      for (const op of content.readers(value)) if (!done.has(op) && (next === null || op.index < next.index)) next = op
    }
    if (next === null) return null
    if (content.read(next).some((value) => !own.has(value))) return { meets: next }
    done.add(next)
    ops.push(next)
    for (const value of next.outputs) {
      if (value === '' || graph.consumers(value).length === 0) continue
      own.add(value)
      live.add(value)
    }
    for (const value of live) if (content.readers(value).every((op) => done.has(op))) live.delete(value)
    if (live.size === 1) {
      const [value] = live
      if (value !== from) return { value: value!, ops, meets: null }
    }
    if (live.size === 0) return null
  }
  return null
}
