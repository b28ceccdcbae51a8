import type { SiteTools } from './attention-sites'
import { mostTypes } from './inputs'
import { isCentring, isLayout, isNorm, weightOf } from './kinds'
import { type Lookup, lookupsOf } from './lookups'
import { narrowsBack } from './narrows'
import type { Op } from './op'
import { madeFrom, type RowMap, rowMap } from './row-map'
import { isScaleOrBias } from './stream'

/**
 * Parts of a found model that can be run on their own, by the file's own nodes: what heads write, norms, the words' rows, and the
 * way from the stream's end to scores.
 */
export interface FoundParts {
  /** By what an attention's hook points begin with: from all heads' z, side by side, to what it adds before any norm of that. */
  readonly writes: ReadonlyMap<string, RowMap>
  /** By what a norm's hook points begin with. */
  readonly norms: ReadonlyMap<string, RowMap>
  /** Of each stack, in their order; null where none was found. */
  readonly embeddings: readonly (FoundEmbedding | null)[]
  readonly unembedding: FoundUnembedding | null
}

export interface FoundEmbedding {
  /** What takes words' rows from the table. */
  readonly lookup: Op
  /** What makes numbers of rows that lie in whole ones; null where they are numbers. */
  readonly dequantised: Op | null
  readonly table: string
  readonly rows: number
  /** Rows of a table of places that are added to them; null where there is none. */
  readonly places: number | null
  /** From these rows to the stream's width, without what is added; null where they are as wide. */
  readonly widened: RowMap | null
  /** The stream's start. */
  readonly start: string
}

export interface FoundUnembedding {
  /** From the stream's end to every word's score. */
  readonly scores: RowMap
  /** From the final norm, or from the end where there is none, to the scores before they are held within bounds. */
  readonly uncapped: RowMap
  /** Whether that is linear, and whether it is a single map. */
  readonly linear: boolean
  readonly single: boolean
}

/** What an attention adds, from its heads' z. */
export function writesOf(tools: SiteTools, added: string): RowMap | null {
  const back = backToMap(tools, added)
  return back && rowMap(tools, back.source, back.normed ?? added)
}

/** The norm of what a part adds; null where there is none. */
export function normOfAdded(tools: SiteTools, added: string): RowMap | null {
  const back = backToMap(tools, added)
  return back?.normed ? rowMap(tools, back.normed, added) : null
}

/** Back from what is added to the linear map that made it: what that reads, and what a norm on the way reads. */
function backToMap({ content }: SiteTools, added: string): { source: string; normed: string | null } | null {
  let normed: string | null = null
  for (const { value, ops } of narrowsBack(content, added)) {
    const maps = ops.filter((op) => weightOf(content.graph, op) !== null)
    if (maps.length > 1) return null
    if (maps.length === 1) return { source: value, normed }
    if (isNorm(ops) || isCentring(ops)) normed = value
    else if (!ops.every((op) => isLayout(op) || isScaleOrBias(content, op))) return null
  }
  return null
}

/** Where the words of a stream come from. */
export function embeddingOf(
  tools: SiteTools,
  words: readonly Lookup[],
  start: string,
  vocabulary: number | null,
): FoundEmbedding | null {
  const { content, shapes } = tools
  const lookup = words.find(({ output }) => content.feeds(output, start))
  const rows = lookup?.rows ?? vocabulary
  if (!lookup || rows === null) return null
  const wide = shapes.of.get(start)?.[0]?.at(-1)
  const own = shapes.of.get(lookup.output)?.[0]?.at(-1)
  const ops = madeFrom(content.graph, [start])
  const others = lookupsOf(content.graph).filter(({ op, table }) => ops.includes(op) && table !== lookup.table)
  const dequantised = content.readers(lookup.output).find(({ type }) => type === 'DequantizeLinear') ?? null
  return {
    lookup: lookup.op,
    dequantised,
    table: lookup.table,
    rows,
    places: others.map((other) => other.rows ?? 0).find((count) => count > mostTypes) ?? null,
    widened: wide === own ? null : widening(tools, start),
    start,
  }
}

/** The linear map between a table that is narrower than the stream and its start. */
function widening(tools: SiteTools, start: string): RowMap | null {
  const { content } = tools
  let made = start
  for (const { value, ops } of narrowsBack(content, start)) {
    if (ops.some((op) => weightOf(content.graph, op) !== null)) return rowMap(tools, value, made)
    made = value
  }
  return null
}

/** From `end` to the scores, and from `normed` on to those that no soft cap holds. */
export function unembeddingOf(
  tools: SiteTools,
  { end, normed, logits }: { end: string; normed: string; logits: string },
): FoundUnembedding | null {
  const { content } = tools
  const scores = rowMap(tools, end, logits)
  let uncapped = logits
  let [mapped, linear, maps] = [false, true, 0]
  // What the cap divides by stands before its Tanh, and is of it.
  let capping = false
  for (const { value, ops } of narrowsBack(content, logits)) {
    const isMap = ops.some((op) => weightOf(content.graph, op) !== null)
    const isCap = !mapped && !isMap && ops.some(({ type }) => type === 'Tanh')
    capping = isCap || (capping && ops.every(({ type }) => /^(Div|Mul|Cast)$/.test(type)))
    if (capping) uncapped = value
    mapped ||= isMap
    maps += Number(isMap)
    const plain = (op: Op) => isLayout(op) || isScaleOrBias(content, op) || weightOf(content.graph, op) !== null
    // A product of whole numbers has nodes beside it that round what it reads.
    const rounds = (op: Op) => isMap && /^(DynamicQuantizeLinear|Mul)$/.test(op.type)
    if (mapped && !ops.every((op) => plain(op) || rounds(op))) linear = false
    if (value === normed || content.graph.at(value) < content.graph.at(normed)) break
  }
  const open = rowMap(tools, normed, uncapped)
  return scores && open && { scores, uncapped: open, linear, single: maps === 1 }
}
