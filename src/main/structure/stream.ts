import type { Site, SiteTools } from './attention-sites'
import type { Sizes } from './axes'
import type { Content } from './content'
import { isCentring, isLayout, isNorm, weightOf } from './kinds'
import { type Narrow, narrowForward, narrowsBack } from './narrows'
import type { Op } from './op'
import { axesOf, type ProbedShapes } from './shapes'

/** Where something is added to the residual stream. */
export interface Join {
  readonly op: Op
  /** The stream before, as it is added to. */
  readonly before: string
  /** What is added. */
  readonly added: string
  /** The sum. */
  readonly sum: string
}

/** What a site writes, and where that joins the stream. */
export interface SiteJoin extends Join {
  readonly site: Site
  /** What a parallel block adds at the same time. */
  readonly besides: string | null
}

/** A stream from its first sum to its end. */
export interface Stream {
  /** What the first part reads. */
  readonly start: string
  readonly joins: readonly (Join & { readonly at: SiteJoin | null; readonly normed: string | null })[]
  /** After the last join, and its norm where one follows each sum. */
  readonly end: string
}

/**
 * Follows a site's output to the first sum whose other part feeds the site: that part is the residual stream. A sum with
 * something else before it is a parallel block's MLP. Says why where there is none.
 */
export function joinOf({ content }: SiteTools, site: Site): SiteJoin | string {
  let value = site.zValue
  let mapped = false
  let [added, besides]: [string | null, string | null] = [null, null]
  for (let depth = 0; depth < 40; depth++) {
    const next = narrowForward(content, value)
    if (next === null) return 'what it writes goes nowhere'
    if (next.meets === null) {
      mapped ||= next.ops.some((op) => weightOf(content.graph, op) !== null)
      value = next.value
      continue
    }
    const op = next.meets
    if (!/^(Add|Sum)$/.test(op.type)) return `what it writes meets other values in ${op.type}`
    if (!mapped) return 'no linear map follows it before a sum'
    const others = content.read(op).filter((input) => input !== value)
    const before = others.find((other) => content.feeds(other, site.zValue))
    added ??= value
    if (before !== undefined) return { op, before, added, sum: op.outputs[0]!, site, besides }
    besides = others[0] ?? null
    value = op.outputs[0]!
  }
  return 'what it writes joins no stream'
}

/** The streams that sites write to, each followed from its first sum to its end. */
export function streamsOf(tools: SiteTools, joins: readonly SiteJoin[]): Stream[] {
  const { content } = tools
  const bySum = new Map(joins.map((join) => [join.sum, join]))
  const seen = new Set<string>()
  const streams: Stream[] = []
  for (const { before, sum } of joins) {
    if (seen.has(sum)) continue
    const all: { -readonly [K in keyof Stream['joins'][number]]: Stream['joins'][number][K] }[] = []
    let value = before
    let earlier = before
    for (let next = nextJoin(content, value, earlier); next !== null; next = nextJoin(content, value, earlier)) {
      if (seen.has(next.join.sum)) break
      seen.add(next.join.sum)
      if (all.length > 0) all.at(-1)!.normed = next.normed
      const at = bySum.get(next.join.sum) ?? null
      all.push({ ...next.join, added: at?.added ?? next.join.added, at, normed: null })
      earlier = next.normed ?? value
      value = next.join.sum
    }
    const last = all.at(-1)
    // After each sum a norm, also after the last: the stream ends behind it.
    const postNorm = all.length > 1 && all.slice(0, -1).every(({ normed }) => normed !== null)
    if (last && postNorm) last.normed = normAfter(content, last.sum)?.value ?? null
    if (last) streams.push({ start: before, joins: all, end: last.normed ?? last.sum })
  }
  return streams
}

/** How many positions a value of a stream has, whatever its layout but that the width comes last; null where that is no whole number. */
export function lengthOf(shapes: ProbedShapes, value: string): Sizes | null {
  const axes = axesOf(shapes, value)
  if (!axes || axes.length < 2) return null
  const rows = shapes.batch.map(
    (batch, run) => axes.slice(0, -1).reduce((count, sizes) => count * sizes[run]!, 1) / batch,
  )
  return rows.every((count) => Number.isInteger(count)) ? rows : null
}

/** The sum that a stream's value goes into next, at once or through a norm. `earlier` is the stream before the last sum. */
function nextJoin(content: Content, from: string, earlier: string): { join: Join; normed: string | null } | null {
  const plain = joinAt(content, from, earlier)
  if (plain) return { join: plain, normed: null }
  const norm = normAfter(content, from)
  const join = norm && joinAt(content, norm.value, norm.value)
  return join ? { join, normed: norm.value } : null
}

/** Where both parts of a block read the stream before it, what the second adds is not made of the first sum. */
function joinAt(content: Content, from: string, earlier: string): Join | null {
  let values = [from]
  for (let depth = 0; depth < 4 && values.length > 0; depth++) {
    for (const value of values) {
      for (const op of content.readers(value)) {
        if (!/^(Add|Sum)$/.test(op.type)) continue
        const added = content.read(op).find((input) => input !== value)
        if (added === undefined) continue
        if (content.feeds(from, added) || (earlier !== from && content.feeds(earlier, added))) {
          return { op, before: value, added, sum: op.outputs[0]! }
        }
      }
    }
    const moves = values.flatMap((value) => content.readers(value)).filter(({ type }) => moved.test(type))
    values = [...new Set(moves.map(({ outputs }) => outputs[0]!))]
  }
  return null
}

const moved = /^(Cast|Identity|Dropout|Reshape|QuantizeLinear|DequantizeLinear)$/

/** The norm that reads a value, followed over casts and moves; one that is written out has several steps. */
export function normAfter(content: Content, from: string): Narrow | null {
  let value = from
  let ops: Op[] = []
  for (let depth = 0; depth < 8; depth++) {
    const next = narrowForward(content, value)
    if (next === null || next.meets !== null) return depth === 0 ? normAmong(content, value) : null
    ops = [...ops, ...next.ops]
    value = next.value
    if (isNorm(ops)) return gained(content, { value, ops })
    if (!next.ops.every((op) => isLayout(op) || isScaleOrBias(content, op)) && !isCentring(next.ops)) {
      return depth === 0 ? normAmong(content, from) : null
    }
  }
  return null
}

/** Where others read a value too, the one node that is a norm of it. */
function normAmong(content: Content, value: string): Narrow | null {
  const op = content.readers(value).find((reader) => isNorm([reader]))
  return op ? { value: op.outputs[0]!, ops: [op] } : null
}

/** A norm's weight and bias, where these are nodes of their own. */
export function gained(content: Content, norm: Narrow): Narrow {
  let { value, ops } = norm
  for (let depth = 0; depth < 4; depth++) {
    const [op, ...others] = content.readers(value)
    const isGain = op && others.length === 0 && /^(Mul|Add|Cast)$/.test(op.type) && content.read(op).length === 1
    if (!isGain) break
    const fixed = op.type === 'Cast' || op.inputs.some((input) => content.graph.isConstant(input))
    // T5 multiplies what its last norm gave with a number, which is no weight of the norm.
    if (!fixed || op.inputs.some((input) => content.graph.isNumber(input))) break
    value = op.outputs[0]!
    ops = [...ops, op]
  }
  return { value, ops }
}

/** The linear map that makes a value, and what it reads; the value may have gone through a bias, scales, moves and a norm since. */
export function mapBehind(
  content: Content,
  value: string,
): { source: string; made: string; normAfter: boolean } | null {
  let made = value
  let normAfter = false
  for (const narrow of narrowsBack(content, value)) {
    const maps = narrow.ops.filter((op) => weightOf(content.graph, op) !== null)
    if (maps.length > 1) return null
    if (maps.length === 1) return { source: narrow.value, made, normAfter }
    if (isNorm(narrow.ops) || isCentring(narrow.ops)) normAfter = true
    else if (!narrow.ops.every((op) => isLayout(op) || isScaleOrBias(content, op))) return null
    made = narrow.value
  }
  return null
}

export function isScaleOrBias(content: Content, op: Op): boolean {
  return /^(Add|Mul|Div|Sub)$/.test(op.type) && content.read(op).length === 1
}
