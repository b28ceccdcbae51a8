import {
  type NormPlaces,
  normNames,
  partNames,
  stackNames,
  type TapBlock,
  type TapModel,
  type TapStack,
} from '../../shared/taps'
import { attentionSites, inRows, type Lying, type Projected, type Site, type SiteTools } from './attention-sites'
import { Content } from './content'
import { dataEmbedding } from './data-embedding'
import { routerOf } from './experts'
import type { FoundHook, FoundModel, FoundStack, FusedTwin, Missing } from './found-model'
import { embeddingOf, type FoundParts, normOfAdded, unembeddingOf, writesOf } from './found-parts'
import type { Graph } from './graph'
import type { FoundInputs } from './inputs'
import { isLayout, isNorm, weightOf } from './kinds'
import { mlpOf } from './mlp'
import { narrowsBack } from './narrows'
import { normBehind } from './norm-behind'
import { opTitle } from './op'
import { positionsOf } from './positions'
import { type RowMap, rowMap } from './row-map'
import { axesOf, type ProbedShapes, perToken } from './shapes'
import { isScaleOrBias, joinOf, lengthOf, mapBehind, normAfter, type SiteJoin, type Stream, streamsOf } from './stream'

/**
 * Finds the blocks of a transformer by structure and shapes alone: softmaxes between two products, what they read and where
 * they are added, what else is added in between, and what stands before the first and after the last. What is not found is
 * listed; what is found counts all the same.
 */
export function findModel(graph: Graph, inputs: FoundInputs, shapes: ProbedShapes): FoundModel {
  const content = new Content(graph, inputs.seeds)
  const tools: SiteTools = { content, shapes, embedded: inputs.seeds[0] ?? '' }
  const { sites, others } = attentionSites(tools)
  const missing: Missing[] = others.map(({ op, reason }) => ({
    what: 'attention',
    reason: `A softmax is no attention that is known: ${reason}.`,
    near: [opTitle(op)],
  }))
  for (const op of graph.ops) {
    if (op.unseen === null) continue
    const what = /Attention$/.test(op.type) ? 'attention' : 'fused node'
    missing.push({ what, reason: `A fused node is not seen into: ${op.unseen}.`, near: [opTitle(op)] })
  }
  const joins: SiteJoin[] = []
  for (const site of sites) {
    const found = joinOf(tools, site)
    const join = typeof found !== 'string' && !asksFromAll(shapes, found) ? fewer(site) : found
    if (typeof join !== 'string') joins.push(join)
    else
      missing.push({
        what: 'attention',
        reason: `An attention is in no residual stream: ${join}.`,
        near: [opTitle(site.softmax)],
      })
  }
  const streams = streamsOf(tools, joins)
  const found = new Finder(tools, inputs, streams, missing)
  return found.model()
}

/** Whether each position of the stream asks, which all hook points of a head rely on. */
function asksFromAll(shapes: ProbedShapes, { site, before }: SiteJoin): boolean {
  return lengthOf(shapes, before)?.every((length, run) => length === site.queries[run]) ?? false
}

function fewer({ queries }: Site): string {
  return `${queries[0]} positions at a time ask, and the stream has another number of them`
}

/** Tools for one stream: how many positions it has, and a value that has these. */
function toolsFor(tools: SiteTools, { start, joins }: Stream): SiteTools {
  const length = lengthOf(tools.shapes, start) ?? tools.shapes.length
  const parted = [tools.embedded, start, ...joins.map(({ sum }) => sum)].find((value) => {
    const [batch, rows, width] = axesOf(tools.shapes, value) ?? []
    return width && batch?.join() === tools.shapes.batch.join() && rows?.join() === length.join()
  })
  return { ...tools, shapes: { ...tools.shapes, length }, embedded: parted ?? tools.embedded }
}

interface FoundBlock {
  readonly tap: TapBlock
  readonly self: Site
  readonly cross: Site | null
}

class Finder {
  /** Of the stream that is looked at. */
  #tools: SiteTools
  readonly #inputs: FoundInputs
  readonly #streams: readonly Stream[]
  readonly #missing: Missing[]
  readonly #hooks = new Map<string, FoundHook>()
  readonly #writes = new Map<string, RowMap>()
  readonly #norms = new Map<string, RowMap>()

  constructor(tools: SiteTools, inputs: FoundInputs, streams: readonly Stream[], missing: Missing[]) {
    this.#tools = tools
    this.#inputs = inputs
    this.#streams = streams
    this.#missing = missing
  }

  model(): FoundModel {
    const { inputs, words } = this.#inputs
    // What reads another stream comes behind it.
    const crossing = (stream: Stream) => stream.joins.some(({ at }) => at && this.#reads(at.site, stream))
    const streams = this.#streams.slice(0, 2).sort((a, b) => Number(crossing(a)) - Number(crossing(b)))
    for (const stream of this.#streams.slice(2)) {
      this.#miss('stack', 'There are more than two residual streams; the first two are named.', stream.joins[0]!.sum)
    }
    // A decoder without its encoder reads states that are given.
    const alone = streams.some(crossing) ? 'decoder' : 'blocks'
    const names = streams.length === 2 ? (['encoder', 'decoder'] as const) : ([alone] as const)
    const all = streams.map((stream, index) => this.#stack(stream, names[index]!))
    const last = all.at(-1)
    const unembedding = last ? this.#unembedding(streams.at(-1)!, last.tap) : null
    const taps: TapModel | null = last
      ? {
          ...last.tap,
          encoder: all.length === 2 ? all[0]!.tap : null,
          unembeds: unembedding !== null,
          pooler: false,
          taskHead: null,
        }
      : null
    const table = words[0]
    return {
      inputs,
      stacks: all.map(({ found }) => found),
      taps,
      hooks: [...this.#hooks.values()],
      beside: this.#tools.content.graph.ops.filter(({ origin }) => origin === 'beside').map(({ node }) => node),
      twins: twinsOf(this.#tools.content.graph),
      missing: this.#missing,
      embedding: table ? { table: table.table, rows: table.rows ?? unembedding?.vocabulary ?? 0 } : null,
      unembedding,
      parts: this.#parts(streams, names, unembedding),
    }
  }

  /** What can be run on its own. */
  #parts(
    streams: readonly Stream[],
    names: readonly ('blocks' | 'encoder' | 'decoder')[],
    unembedding: FoundModel['unembedding'],
  ): FoundParts {
    const { words } = this.#inputs
    const end = streams.at(-1)?.end ?? ''
    const normed = this.#norms.get(stackNames(names.at(-1)!).finalNorm)?.to ?? end
    return {
      writes: this.#writes,
      norms: this.#norms,
      embeddings: streams.map(({ start }) => embeddingOf(this.#tools, words, start, unembedding?.vocabulary ?? null)),
      unembedding: unembedding && unembeddingOf(this.#tools, { end, normed, logits: unembedding.logits }),
    }
  }

  #stack(stream: Stream, at: 'blocks' | 'encoder' | 'decoder'): { tap: TapStack; found: FoundStack } {
    this.#tools = toolsFor(this.#tools, stream)
    const { content, shapes } = this.#tools
    const positions = positionsOf(this.#tools, this.#inputs, stream.start, shapes.length)
    const blocks: FoundBlock[] = []
    const names = stackNames(at)
    const dMlps = new Set<number | null>()
    let before = stream.start
    let [layer, place] = [-1, names.block(0)]
    const open: {
      attention: NormPlaces
      cross: NormPlaces | null
      mlp: NormPlaces
      kind: TapBlock['mlpKind']
      self: Site
      crossSite: Site | null
      parallel: boolean
    }[] = []
    for (const { at: site, added, sum, normed } of stream.joins) {
      const current = open.at(-1)
      if (site && (current === undefined || !this.#reads(site.site, stream))) {
        layer += 1
        place = names.block(layer)
        this.#rows(`${place}.hook_resid_pre`, before)
        const parallel = site.besides !== null
        const attention = this.#attention(site.site, {
          place,
          at: 'attn',
          before,
          added,
          sum: parallel ? null : sum,
          normed: parallel ? null : normed,
          ln: 'ln1',
        })
        const none = { before: false, after: false, afterSum: false }
        open.push({ attention, cross: null, mlp: none, kind: 'plain', self: site.site, crossSite: null, parallel })
        if (parallel) this.#mlp(open.at(-1)!, site.besides!, { place, before, sum, normed, cross: false }, dMlps)
      } else if (site && current) {
        current.cross = this.#attention(site.site, { place, at: 'cross_attn', before, added, sum, normed, ln: 'ln2' })
        current.crossSite = site.site
      } else if (current) {
        // Both parts read the stream before the block: the sum between them is nobody's.
        if (!current.cross && !content.feeds(before, added)) {
          current.parallel = true
          this.#hooks.delete(`${place}.hook_resid_mid`)
        }
        this.#mlp(current, added, { place, before, sum, normed, cross: current.cross !== null }, dMlps)
      }
      before = normed ?? sum
    }
    for (const { attention, cross, mlp, kind, self, crossSite, parallel } of open) {
      const tap = { parallel, attention, rotary: self.q.rotary, cross, mlp, mlpKind: kind }
      blocks.push({ tap, self, cross: crossSite })
    }
    const embed = positions.kind === 'tokens' ? this.#embed(stream, names.embed) : this.#embedData(stream, names.embed)
    const finalNorm = this.#finalNorm(stream, names.finalNorm)
    const { self } = blocks[0]!
    const tap = { at, ...embed, blocks: blocks.map((block) => block.tap), finalNorm }
    const found: FoundStack = {
      at,
      layers: blocks.length,
      heads: self.heads,
      keyHeads: self.k.heads ?? self.heads,
      dModel: perToken(shapes, stream.start) ?? 0,
      dHead: self.dHead,
      dMlp: dMlps.size === 1 ? [...dMlps][0]! : null,
      positions,
    }
    return { tap, found }
  }

  /** Whether a site's keys come from another stream than the one it writes to. */
  #reads(site: Site, stream: Stream): boolean {
    const { source } = site.k
    return source !== null && source !== site.q.source && !this.#tools.content.feeds(stream.start, source)
  }

  #attention(
    site: Site,
    {
      place,
      at,
      before,
      added,
      sum,
      normed,
      ln,
    }: {
      place: string
      at: 'attn' | 'cross_attn'
      before: string
      added: string
      sum: string | null
      normed: string | null
      ln: 'ln1' | 'ln2'
    },
  ): NormPlaces {
    const prefix = `${place}.${at}`
    const hooks: [string, Lying | null][] = [
      ['hook_q', site.q.hook],
      ['hook_k', site.k.hook],
      ['hook_v', site.v.hook],
      ['hook_attn_scores', site.scores],
      ['hook_pattern', site.pattern],
      ['hook_z', site.z],
    ]
    for (const [name, lying] of hooks) this.#name(`${prefix}.${name}`, lying, site.softmax.outputs[0]!)
    this.#turned(`${prefix}.hook_rot_q`, site.q, site)
    this.#turned(`${prefix}.hook_rot_k`, site.k, site)
    return this.#places({
      place,
      part: at,
      read: site.q.source,
      before,
      added,
      sum,
      normed,
      ln,
      mid: at === 'attn' ? 'mid' : 'mid_cross',
    })
  }

  #turned(name: string, { turned, rotary }: Projected, site: Site): void {
    if (rotary) this.#name(name, turned, site.softmax.outputs[0]!)
  }

  #mlp(
    block: { mlp: NormPlaces; kind: TapBlock['mlpKind'] },
    added: string,
    {
      place,
      before,
      sum,
      normed,
      cross,
    }: { place: string; before: string; sum: string; normed: string | null; cross: boolean },
    widths: Set<number | null>,
  ): void {
    const ln = partNames({ cross: cross || null }).mlp
    const read = this.#router(block, added, { place, before }) ?? this.#plainMlp(block, added, { place }, widths)
    block.mlp = this.#places({
      place,
      part: 'mlp',
      read,
      before,
      added,
      sum,
      normed,
      ln,
      mid: 'post',
    })
  }

  /** A mixture's router; what it reads, or null where there is none. */
  #router(
    block: { kind: TapBlock['mlpKind'] },
    added: string,
    { place, before }: { place: string; before: string },
  ): string | null {
    const router = routerOf(this.#tools, before, added)
    if (router === null) return null
    block.kind = 'experts'
    this.#name(`${place}.mlp.hook_expert_weights`, router.weights, added)
    this.#name(`${place}.mlp.hook_expert_indices`, router.indices, added)
    this.#miss(
      `${place}.mlp.experts`,
      'The experts are not seen into: which tokens each is given, the run decides.',
      added,
    )
    return router.source
  }

  /** Names what is within an MLP; what it reads, or null where it is not seen into. */
  #plainMlp(
    block: { kind: TapBlock['mlpKind'] },
    added: string,
    { place }: { place: string },
    widths: Set<number | null>,
  ): string | null {
    const mlp = mlpOf(this.#tools, added)
    if (typeof mlp === 'string') {
      this.#miss(`${place}.mlp.*`, `The MLP is not seen into: ${mlp}.`, added)
      return null
    }
    this.#name(`${place}.mlp.hook_pre`, mlp.pre, added)
    this.#name(`${place}.mlp.hook_post`, mlp.post, added)
    if (mlp.kind === 'gated') this.#name(`${place}.mlp.hook_pre_linear`, mlp.preLinear, added)
    widths.add(mlp.post && perToken(this.#tools.shapes, mlp.post.value))
    block.kind = mlp.kind
    return mlp.source
  }

  /** Names what a part adds, the sum, and the norms around it. */
  #places({
    place,
    part,
    read,
    before,
    added,
    sum,
    normed,
    ln,
    mid,
  }: {
    place: string
    part: 'attn' | 'cross_attn' | 'mlp'
    read: string | null
    before: string
    added: string
    sum: string | null
    normed: string | null
    ln: 'ln1' | 'ln2' | 'ln3'
    mid: 'mid' | 'mid_cross' | 'post'
  }): NormPlaces {
    const normBefore = read !== null && this.#normBetween(before, read)
    const after = mapBehind(this.#tools.content, added)?.normAfter ?? false
    const names = normNames(ln, normBefore)
    if (normBefore) {
      this.#normalized(`${place}.${names.before}`, read)
      this.#part(this.#norms, `${place}.${names.before}`, rowMap(this.#tools, before, read))
    }
    if (after) {
      this.#normalized(`${place}.${names.after}`, added)
      this.#part(this.#norms, `${place}.${names.after}`, normOfAdded(this.#tools, added))
    }
    if (part !== 'mlp') {
      const writes = writesOf(this.#tools, added)
      if (writes) this.#writes.set(`${place}.${part}`, writes)
      else {
        this.#miss(
          `what the heads of ${place}.${part} write`,
          'Between z and what is added lies more than a linear map of each token’s own, its bias, scales and a norm.',
          added,
        )
      }
    }
    this.#rows(`${place}.hook_${part}_out`, added)
    if (sum !== null) this.#rows(`${place}.hook_resid_${mid}`, sum)
    if (normed !== null) {
      this.#normalized(`${place}.${names.afterSum}`, normed)
      if (sum !== null) this.#part(this.#norms, `${place}.${names.afterSum}`, rowMap(this.#tools, sum, normed))
      this.#rows(`${place}.hook_normalized_resid_${mid}`, normed)
    }
    return { before: normBefore, after, afterSum: normed !== null }
  }

  /** Whether what a part reads is a norm of the stream. */
  #normBetween(stream: string, read: string): boolean {
    if (read === stream) return false
    for (const { value, ops } of narrowsBack(this.#tools.content, read)) {
      if (isNorm(ops)) return true
      if (value === stream || this.#tools.content.graph.at(value) < this.#tools.content.graph.at(stream)) return false
    }
    return false
  }

  #embed({ start }: Stream, prefix: string) {
    const { content } = this.#tools
    const { besides, seeds } = this.#inputs
    const facts = { positions: false, tokenTypes: false, embedNorm: false, narrowEmbed: false }
    let words = start
    let gained = start
    // What a linear map made of the words' rows, and whether anything was added to these before it.
    let projected: string | null = null
    let addedBefore = false
    let value = start
    for (const { value: next, ops } of narrowsBack(content, start)) {
      addedBefore ||= projected !== null && (isNorm(ops) || ops.some(({ type }) => type === 'Add' || type === 'Sum'))
      if (isNorm(ops)) {
        facts.embedNorm = true
        this.#rows(`${prefix}hook_full_embed`, gained)
      } else if (!ops.every((op) => isScaleOrBias(content, op))) gained = next
      if (projected === null && ops.some((op) => weightOf(content.graph, op) !== null)) projected = value
      for (const op of ops) {
        if (op.type !== 'Add' && op.type !== 'Sum') continue
        for (const other of op.inputs) {
          if (content.has(other)) continue
          const what = this.#besidesOf(other, besides)
          if (what === 'positions' && !facts.positions) {
            facts.positions = true
            this.#spread(`${prefix}hook_pos_embed`, other, op.outputs[0]!)
          } else if (what === 'types' && !facts.tokenTypes) {
            facts.tokenTypes = true
            this.#spread(`${prefix}hook_token_type_embed`, other, op.outputs[0]!)
          }
        }
      }
      const scaled = ops.every((op) => isLayout(op) || (op.type === 'Mul' && content.read(op).length === 1))
      if (!scaled) words = next
      value = next
      if (seeds.includes(next)) break
    }
    // Narrow rows that are widened at once are the words' own; those that are summed first stay narrow.
    this.#rows(`${prefix}hook_embed`, projected !== null && !addedBefore ? projected : words)
    return { ...facts, narrowEmbed: projected !== null && addedBefore }
  }

  #embedData({ start }: Stream, prefix: string) {
    const { embed, positions, full } = dataEmbedding(this.#tools, start)
    this.#rows(`${prefix}hook_embed`, embed)
    if (positions) this.#spread(`${prefix}hook_pos_embed`, positions.added, positions.sum)
    if (full) this.#rows(`${prefix}hook_full_embed`, full)
    return { positions: positions !== null, tokenTypes: false, embedNorm: full !== null, narrowEmbed: false }
  }

  /** What a table's rows stand for, through moves; a constant of as many rows as tokens is one of positions. */
  #besidesOf(value: string, besides: ReadonlyMap<string, 'types' | 'positions'>): 'types' | 'positions' | null {
    const { graph } = this.#tools.content
    let at = value
    for (let depth = 0; depth < 8; depth++) {
      const known = besides.get(at)
      if (known) return known
      const op = graph.producer(at)
      if (!op) break
      at = op.inputs.find((input) => !graph.isConstant(input)) ?? op.inputs[0]!
    }
    const axes = axesOf(this.#tools.shapes, value)
    return axes && axes.length >= 2 && axes.at(-2)!.every((size, run) => size === this.#tools.shapes.length[run])
      ? 'positions'
      : null
  }

  /** A vector for each position that is the same for each text: spread over the texts. */
  #spread(name: string, value: string, like: string): void {
    const lying = inRows(this.#tools, value)
    this.#name(name, lying ?? { value, steps: [{ kind: 'expand', like }] }, value)
  }

  #finalNorm({ end, joins }: Stream, name: string): boolean {
    if (joins.at(-1)!.normed !== null) return false
    const norm = normAfter(this.#tools.content, end)
    if (norm === null) return false
    this.#normalized(name, norm.value)
    this.#part(this.#norms, name, rowMap(this.#tools, end, norm.value))
    return true
  }

  #unembedding({ end }: Stream, _tap: TapStack): FoundModel['unembedding'] {
    const { content, shapes } = this.#tools
    const rows = this.#inputs.words.map((lookup) => lookup.rows)
    for (const output of content.graph.outputs) {
      if (!content.has(output) || !content.feeds(end, output)) continue
      const axes = axesOf(shapes, output)
      const width = axes?.at(-1)?.[0]
      if (axes?.length !== 3 || width === undefined || !rows.some((count) => count === null || count === width))
        continue
      for (const { ops } of narrowsBack(content, output)) {
        const map = ops.find((op) => weightOf(content.graph, op) !== null)
        if (!map) continue
        this.#rows('logits', output)
        return { weight: weightOf(content.graph, map)!, logits: output, vocabulary: width }
      }
    }
    return null
  }

  /**
   * What a norm divides by, and what it gives: with its weight and bias where the mean is taken off, and without its weight
   * otherwise, as TransformerLens has it for LayerNorm and RMSNorm.
   */
  #normalized(name: string, value: string): void {
    const norm = normBehind(this.#tools.content, value)
    this.#rows(`${name}.hook_normalized`, norm && !norm.centred ? norm.given : value)
    if (norm === null || norm.epsilon === null) {
      this.#miss(`${name}.hook_scale`, 'What is added to the mean square before its root is not found.', value)
      return
    }
    const { input, centred, epsilon } = norm
    const lying = inRows(this.#tools, input)
    const steps = lying && [...lying.steps, { kind: 'length', centred, epsilon } as const]
    this.#name(`${name}.hook_scale`, steps && { value: input, steps }, value)
  }

  #part(into: Map<string, RowMap>, name: string, map: RowMap | null): void {
    if (map) into.set(name, map)
  }

  #rows(name: string, value: string): void {
    this.#name(name, inRows(this.#tools, value), value)
  }

  #name(name: string, lying: Lying | null, near: string): void {
    if (lying) this.#hooks.set(name, { name, ...lying })
    else this.#miss(name, 'Its shape is not that of the hook point.', near)
  }

  #miss(what: string, reason: string, near: string): void {
    const op = this.#tools.content.graph.producer(near)
    this.#missing.push({ what, reason, near: op ? [opTitle(op)] : [] })
  }
}

function twinsOf({ ops }: Graph): FusedTwin[] {
  const known = ops.filter(({ origin, type }) => origin === 'alias' && type === 'Identity')
  return known.map(({ inputs, outputs }) => ({ beside: inputs[0]!, own: outputs[0]! }))
}
