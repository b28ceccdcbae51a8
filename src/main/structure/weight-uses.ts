import type { PartKind } from '../../shared/anatomy'
import { type StackName, stackNames, type TapBlock } from '../../shared/taps'
import { ExpertMaps, type WeightKinds } from './expert-maps'
import type { FoundModel } from './found-model'
import type { Graph } from './graph'
import { type GraphWeight, graphWeights } from './graph-weights'
import { weightOf } from './kinds'
import { type Lookup, lookupsOf } from './lookups'
import { outputAxis } from './lying-outputs'
import type { Op } from './op'
import { outputsBehind } from './output-places'
import type { ProbedShapes } from './shapes'

/** A weight of a graph, or its share where one tensor holds several kinds. */
export interface GraphPart {
  readonly kind: PartKind
  readonly stack: StackName | null
  readonly layer: number | null
  readonly weight: GraphWeight
  readonly parameters: number
  readonly bytes: number
  /** Of a linear map on which axis of the weight its outputs are: 0 downwards, 1 across; null where that is not told. */
  readonly outputs: 0 | 1 | null
  /** Which of the outputs are of this kind; null for all, or where it is not told. */
  readonly places: readonly number[] | null
  /** How many experts' matrices lie in it one behind the other; null where it is one. */
  readonly experts: number | null
}

/** Weights that a token is multiplied with, each as often as it is; as in `Anatomy`. */
export interface GraphProducts {
  stack: number
  unembedding: number
  encoder: number
  source: number
}

/** Hook points that are met first behind a node; `behindMap` where another linear map stands before them. */
interface Met {
  readonly hooks: readonly Hook[]
  readonly behindMap: boolean
}

/** A hook point's name, taken apart. */
interface Hook {
  readonly stack: StackName | null
  readonly layer: number | null
  readonly rest: string
}

/**
 * What each weight of a graph is for, told by the hook points that are met first behind the nodes that read it: what leads to
 * `hook_q` is a query's. What leads to several at once is parted by their sizes. Weights that lead to none that is known stay
 * `other`. `plain` is the file's graph, and `seen` the same with its fused nodes seen into.
 */
export function weightUses(
  plain: Graph,
  { seen, model, shapes }: { readonly seen: Graph; readonly model: FoundModel; readonly shapes: ProbedShapes },
): { parts: readonly GraphPart[]; products: GraphProducts | null } {
  return new Uses(seen, model, shapes).of(graphWeights(plain))
}

/** Inputs of norms in one node: their weight, and their bias or biases. */
const norms: Readonly<Record<string, number>> = {
  LayerNormalization: 1,
  RMSNormalization: 1,
  SimplifiedLayerNormalization: 1,
  'com.microsoft.LayerNormalization': 1,
  'com.microsoft.RMSNormalization': 1,
  'com.microsoft.SimplifiedLayerNormalization': 1,
  'com.microsoft.SkipLayerNormalization': 2,
  'com.microsoft.SkipSimplifiedLayerNormalization': 2,
  'com.microsoft.EmbedLayerNormalization': 5,
  'com.microsoft.QEmbedLayerNormalization': 5,
}

/** A node that joins a weight, or what is made of weights alone, with what is no weight. */
interface Use {
  readonly op: Op
  readonly value: string
}

const attentionKinds = { q: 'query', k: 'key', v: 'value' } as const

class Uses {
  readonly #graph: Graph
  readonly #model: FoundModel
  readonly #shapes: ProbedShapes
  readonly #hooks = new Map<string, Hook[]>()
  readonly #content = new Set<string>()
  readonly #lookups: ReadonlyMap<Op, Lookup>
  readonly #experts: readonly { readonly stack: StackName; readonly layer: number; readonly maps: ExpertMaps }[]
  /** Of the last node that a stack's hook points come from: what stands behind is a head. */
  readonly #end: number

  constructor(graph: Graph, model: FoundModel, shapes: ProbedShapes) {
    this.#graph = graph
    this.#model = model
    this.#shapes = shapes
    for (const { name, value } of model.hooks) {
      const known = this.#hooks.get(value)
      if (known) known.push(hookOf(name))
      else this.#hooks.set(value, [hookOf(name)])
    }
    this.#lookups = new Map(lookupsOf(graph).map((lookup) => [lookup.op, lookup]))
    for (const one of model.parts.embeddings) if (one) this.#content.add(one.lookup.outputs[0]!)
    for (const [value, hooks] of this.#hooks) if (hooks.some(isEmbed)) this.#content.add(value)
    // Patches, frames, or an encoder's states that are given.
    for (const { name, role } of model.inputs) if (role === 'data') this.#content.add(name)
    for (const { type, inputs, outputs } of graph.ops) {
      // How long a text is says nothing of it: positions are made of that.
      if (type === 'Shape' || type === 'Size') continue
      if (inputs.some((value) => this.#content.has(value))) for (const value of outputs) this.#content.add(value)
    }
    this.#experts = this.#mixtures()
    const inLayers = model.hooks.filter(({ name }) => hookOf(name).layer !== null)
    this.#end = Math.max(-1, ...inLayers.map(({ value }) => graph.at(value)))
  }

  of(weights: readonly GraphWeight[]): { parts: readonly GraphPart[]; products: GraphProducts | null } {
    const products: GraphProducts = { stack: 0, unembedding: 0, encoder: 0, source: 0 }
    const parts: GraphPart[] = []
    for (const weight of weights) {
      const uses = weight.isInner ? [] : this.#usesOf(weight.name)
      parts.push(...this.#parts(weight, uses))
      for (const { op, value } of uses) {
        if (weightOf(this.#graph, op) !== value || !this.#isContent(op)) continue
        const share = weight.parameters * shareOf(this.#graph, uses, weight)
        products[this.#productOf(op)] += share
      }
    }
    // Of a mixture's experts a run decides which a token meets.
    const mixed = this.#model.taps?.blocks.some(({ mlpKind }) => mlpKind === 'experts')
    return { parts, products: mixed ? null : products }
  }

  /** The nodes that join a weight, or what is made of weights alone, with what is no weight. */
  #usesOf(name: string): Use[] {
    const uses: Use[] = []
    const values = [name]
    const known = new Set(values)
    for (let value = values.pop(); value !== undefined; value = values.pop()) {
      for (const op of this.#graph.consumers(value)) {
        const made = op.outputs.filter((output) => output !== '')
        if (made.some((output) => !this.#graph.isConstant(output))) uses.push({ op, value })
        else {
          for (const output of made) {
            if (!known.has(output)) values.push(output)
            known.add(output)
          }
        }
      }
    }
    return uses
  }

  #parts(weight: GraphWeight, uses: readonly Use[]): GraphPart[] {
    const whole = ({ kind, stack, layer }: Pick<GraphPart, 'kind' | 'stack' | 'layer'>): GraphPart => ({
      ...{ kind, stack, layer, weight, parameters: weight.parameters, bytes: weight.bytes },
      ...{ outputs: null, places: null, experts: null },
    })
    const beside = { stack: null, layer: null }
    const looked = uses.flatMap(({ op, value }) => {
      const lookup = this.#lookups.get(op)
      return lookup?.table === value ? [lookup] : []
    })
    if (looked.some((lookup) => this.#isWords(lookup)))
      return [whole({ kind: 'embedding', ...this.#besideIn(looked[0]!.op) })]
    const maps = uses.filter(
      ({ op, value }) => this.#isContent(op) && (weight.isScale || weightOf(this.#graph, op) === value),
    )
    const expert = this.#ofExpert(weight, uses)
    if (expert) return expert
    if (maps.length > 0) return this.#ofMaps(weight, maps)
    for (const { op } of looked) {
      const { hooks } = this.#met(op)
      const isScored = hooks.some(({ rest }) => /scores$/.test(rest))
      const isAdded = isScored || hooks.some((hook) => isEmbed(hook) || /^hook_resid_pre$/.test(hook.rest))
      const place = placeOf(hooks)
      // Distances that are added to the scores of all layers are the first one's, as checkpoints have them.
      const isPlaced = place !== null && (isScored || place.layer === null)
      if (isAdded) return [whole({ kind: 'positions', ...(isPlaced ? place : this.#besideIn(op)) })]
    }
    const read = uses.find(({ op }) => this.#isContent(op))
    if (!read) return [whole({ kind: 'other', ...beside })]
    const { hooks } = this.#met(read.op)
    const place = this.#normedBefore(read.op) ?? placeOf(hooks) ?? beside
    const at = norms[read.op.type]
    const isVector = weight.shape.filter((size) => size > 1).length < 2
    if (at !== undefined && read.op.inputs.indexOf(read.value) === at) return [whole({ kind: 'norm', ...place })]
    if (isVector && read.op.type === 'Mul') return [whole({ kind: 'norm', ...place })]
    // A bias may lie with an axis for the heads; a mask is added to scores alone, and what experts' answers are gathered in is none.
    const isBias =
      read.op.type === 'Add' &&
      place.layer !== null &&
      !hooks.some(({ rest }) => /(scores|pattern)$/.test(rest)) &&
      !this.#experts.some(({ maps }) => maps.has(read.op))
    const isStart = this.#startsAt(read.op)
    if (isVector || (isBias && !isStart)) {
      return [whole({ kind: 'bias', ...(isStart ? this.#besideIn(read.op) : place) })]
    }
    const isAdded = read.op.type === 'Add' && (hooks.some(isEmbed) || isStart)
    return [whole(isAdded ? { kind: 'positions', ...this.#besideIn(read.op) } : { kind: 'other', ...beside })]
  }

  /** Layers whose MLP is a mixture of experts, each with its maps. */
  #mixtures() {
    const { taps } = this.#model
    const stacks = taps ? [...(taps.encoder ? [taps.encoder] : []), taps] : []
    return stacks.flatMap(({ at, blocks }) =>
      blocks.flatMap(({ mlpKind, parallel }, layer) => {
        const value = (rest: string) => this.#model.hooks.find(({ name }) => name === `${at}.${layer}.${rest}`)?.value
        const before = value(parallel ? 'hook_resid_pre' : 'hook_resid_mid')
        const added = value('hook_mlp_out')
        if (mlpKind !== 'experts' || before === undefined || added === undefined) return []
        return [{ stack: at, layer, maps: new ExpertMaps(this.#graph, this.#shapes, { before, added }) }]
      }),
    )
  }

  /** A weight of a mixture; null where it is none, or the router's, which leads to a hook point of its own. */
  #ofExpert(weight: GraphWeight, uses: readonly Use[]): GraphPart[] | null {
    for (const { stack, layer, maps } of this.#experts) {
      const found = uses.flatMap((use) => {
        const expert = maps.useOf(use.op, use.value)
        return expert && !this.#isRouters(use.op) ? [{ ...expert, use }] : []
      })
      // Of what several experts read, one that was given no token tells less.
      const one = found.find(({ places }) => places !== null) ?? found[0]
      if (!one) continue
      const experts = weight.shape.length > 2 ? weight.shape[0]! : null
      const own = experts === null ? outputAxis(this.#graph, one.use, weight.name) : one.outputs
      return this.#parted(weight, one.kinds, { stack, layer }, { outputs: own, places: one.places, experts })
    }
    return null
  }

  #isRouters(op: Op): boolean {
    return this.#met(op).hooks.some(({ rest }) => /hook_expert_(weights|indices)$/.test(rest))
  }

  #ofMaps(weight: GraphWeight, maps: readonly Use[]): GraphPart[] {
    const { unembedding } = this.#model
    const ops = maps.map(({ op }) => op)
    const all = ops.map((op) => this.#met(op))
    const direct = all.filter(({ behindMap }) => !behindMap).flatMap(({ hooks }) => hooks)
    const met = placeOf(direct) ?? placeOf(all.flatMap(({ hooks }) => hooks)) ?? { stack: null, layer: null }
    const here = direct.filter(({ stack, layer }) => stack === met.stack && layer === met.layer)
    const kinds: { kind: PartKind; share: number }[] = this.#kindsOf(here, met, weight)
    if (kinds.length === 0) {
      // A scale is multiplied in behind the product itself.
      const isScore = weight.isScale && unembedding !== null && direct.some(({ rest }) => rest === 'logits')
      const kind = isScore
        ? 'unembedding'
        : this.#undirected(
            all.flatMap(({ hooks }) => hooks),
            ops,
            unembedding?.weight ?? null,
          )
      kinds.push({ kind, share: 1 })
    }
    // What widens the words' rows to the stream leads to the first layer, and is not of it.
    const place = kinds.some(({ kind }) => kind === 'embedding') ? this.#besideIn(ops[0]!) : met
    const [outputs = null] = maps.map((use) => outputAxis(this.#graph, use, weight.name))
    const places = kinds.length > 1 && ops.length === 1 ? this.#placesOf(ops[0]!) : null
    return this.#parted(weight, kinds, place, { outputs, places, experts: null })
  }

  /** A weight's kinds, each with its share; one that cannot be parted so is not told apart. */
  #parted(
    weight: GraphWeight,
    kinds: WeightKinds,
    { stack, layer }: Pick<GraphPart, 'stack' | 'layer'>,
    {
      outputs,
      places,
      experts,
    }: Pick<GraphPart, 'outputs' | 'experts'> & { readonly places: ReadonlyMap<PartKind, readonly number[]> | null },
  ): GraphPart[] {
    const sum = kinds.reduce((total, { share }) => total + share, 0)
    const parted = kinds.map(({ kind, share }) => ({
      ...{ kind, stack, layer, weight, outputs, experts },
      parameters: (weight.parameters * share) / sum,
      bytes: (weight.bytes * share) / sum,
      places: (outputs !== null && places?.get(kind)) || null,
    }))
    if (parted.every(({ parameters }) => Number.isInteger(parameters))) return parted
    const { parameters, bytes } = weight
    return [{ kind: 'other', stack, layer, weight, parameters, bytes, outputs, places: null, experts }]
  }

  /** Which outputs of a linear map lead to which kind's hook points. */
  #placesOf({ outputs: [made = ''] }: Op): Map<PartKind, readonly number[]> {
    const kinds = new Map<PartKind, readonly number[]>()
    for (const [value, places] of outputsBehind(this.#graph, this.#shapes, made)) {
      for (const { rest } of this.#hooks.get(value) ?? []) {
        const kind = kindOf(rest)
        if (kind && !kinds.has(kind)) kinds.set(kind, places)
      }
    }
    return kinds
  }

  /** What a linear map is for by the hook points that it leads to in a block; with the widths of its shares. */
  #kindsOf(
    hooks: readonly Hook[],
    { stack, layer }: Pick<Hook, 'stack' | 'layer'>,
    { parameters }: GraphWeight,
  ): { kind: PartKind; share: number }[] {
    const found = this.#model.stacks.find(({ at }) => at === stack)
    const taps = stack === 'encoder' ? this.#model.taps?.encoder : this.#model.taps
    const block = layer === null ? undefined : taps?.blocks[layer]
    if (!found || !block) return hooks.some(isEmbed) ? [{ kind: 'embedding', share: 1 }] : []
    const has = (rest: RegExp) => hooks.some((hook) => rest.test(hook.rest))
    const fused = (['q', 'k', 'v'] as const).filter((name) => has(new RegExp(`attn\\.hook_(rot_)?${name}$`)))
    if (fused.length > 0) {
      return fused.map((name) => ({ kind: attentionKinds[name], share: name === 'q' ? found.heads : found.keyHeads }))
    }
    if (has(/hook_expert_(weights|indices)$/)) return [{ kind: 'router', share: 1 }]
    const gate = has(/^mlp\.hook_pre$/)
    const up = has(/^mlp\.hook_pre_linear$/)
    const both = parameters === 2 * found.dModel * (found.dMlp ?? Number.NaN)
    if ((gate && up) || ((gate || up) && both)) {
      return [
        { kind: 'gate', share: 1 },
        { kind: 'up', share: 1 },
      ]
    }
    if (gate || up) return [{ kind: gate && block.mlpKind === 'gated' ? 'gate' : 'up', share: 1 }]
    const writes = new Set(hooks.flatMap(({ rest }) => writerOf(rest, block) ?? []))
    if (writes.has('attention')) return [{ kind: 'output', share: 1 }]
    // A map of an expert or of what lies beside the experts leads there too.
    if (writes.has('mlp') && block.mlpKind !== 'experts') return [{ kind: 'down', share: 1 }]
    if (has(/^hook_resid_pre$/) && layer === 0 && !has(/^ln/)) return [{ kind: 'embedding', share: 1 }]
    return []
  }

  /** A linear map that leads to no hook point of a block that is known. */
  #undirected(hooks: readonly Hook[], ops: readonly Op[], scores: string | null): PartKind {
    if (scores !== null && ops.some((op) => weightOf(this.#graph, op) === scores)) return 'unembedding'
    if (hooks.some(isEmbed)) return 'embedding'
    return ops.every((op) => op.index > this.#end) ? 'head' : 'other'
  }

  #productOf(op: Op): keyof GraphProducts {
    const { hooks } = this.#met(op)
    const place = placeOf(hooks)
    if (op.index > this.#end) return 'unembedding'
    if (hooks.some(({ rest }) => /^cross_attn\.hook_[kv]$/.test(rest))) return 'source'
    return place?.stack === 'encoder' ? 'encoder' : 'stack'
  }

  /** The hook points that are met first behind a node, before the next linear map; behind that where none is. */
  #met({ outputs }: Op): Met {
    const [near, maps] = this.#walk(outputs)
    if (near.length > 0 || maps.length === 0) return { hooks: near, behindMap: false }
    let next = maps
    for (let depth = 0; depth < 8 && next.length > 0; depth++) {
      const [hooks, further] = this.#walk(next.flatMap((map) => map.outputs))
      if (hooks.length > 0) return { hooks, behindMap: true }
      next = further
    }
    return { hooks: [], behindMap: true }
  }

  #walk(from: readonly string[]): [hooks: Hook[], maps: Op[]] {
    const hooks: Hook[] = []
    const maps = new Set<Op>()
    const values = [...from]
    const known = new Set(values)
    for (let value = values.pop(); value !== undefined; value = values.pop()) {
      const here = value === '' ? undefined : this.#hooks.get(value)
      if (here) {
        hooks.push(...here)
        continue
      }
      for (const op of value === '' ? [] : this.#graph.consumers(value)) {
        if (weightOf(this.#graph, op) !== null) maps.add(op)
        else {
          for (const output of op.outputs) {
            if (!known.has(output)) values.push(output)
            known.add(output)
          }
        }
      }
    }
    return [hooks, [...maps]]
  }

  #isContent({ inputs }: Op): boolean {
    return inputs.some((value) => this.#content.has(value))
  }

  #isWords({ table, output }: Lookup): boolean {
    return this.#model.parts.embeddings.some((one) => one?.table === table || one?.lookup.outputs[0] === output)
  }

  /** Beside the layers of the stack that a node leads into. */
  #besideIn(op: Op): { stack: StackName | null; layer: null } {
    const { stack } = placeOf(this.#met(op).hooks) ?? { stack: null }
    return { stack: this.#model.stacks.length > 1 ? stack : null, layer: null }
  }

  /** Of a norm whose hook point stands before its weight, its place: what reads it may be of another layer. */
  #normedBefore({ type, inputs }: Op): { stack: StackName | null; layer: number | null } | null {
    if (type !== 'Mul') return null
    const before = inputs.flatMap((value) => {
      const op = this.#graph.producer(value)
      return op?.type === 'Cast' ? [value, op.inputs[0]!] : [value]
    })
    return placeOf(
      before.flatMap((value) => this.#hooks.get(value) ?? []).filter(({ rest }) => /hook_normalized$/.test(rest)),
    )
  }

  #startsAt({ outputs }: Op): boolean {
    return outputs.some((value) =>
      this.#hooks.get(value)?.some(({ rest, layer }) => rest === 'hook_resid_pre' && layer === 0),
    )
  }
}

/** The kind of a map that a hook point is what it makes. */
function kindOf(rest: string): PartKind | null {
  const [, name] = /attn\.hook_([qkv])$/.exec(rest) ?? []
  if (name) return attentionKinds[name as keyof typeof attentionKinds]
  return rest === 'mlp.hook_pre' ? 'gate' : rest === 'mlp.hook_pre_linear' ? 'up' : null
}

/** Of a weight that several nodes read a piece of, the share of each. */
function shareOf(graph: Graph, uses: readonly Use[], { name }: GraphWeight): number {
  const maps = uses.filter(({ op, value }) => weightOf(graph, op) === value)
  const values = new Set(maps.map(({ value }) => value))
  const isCut = [...values].some((value) => isPiece(graph, value, name))
  return isCut ? 1 / maps.length : 1
}

/** Whether a value is a piece of a weight: behind a Split or a Slice. */
function isPiece(graph: Graph, value: string, name: string): boolean {
  let at = value
  for (let depth = 0; depth < 12 && at !== name; depth++) {
    const op = graph.producer(at)
    if (!op) return false
    if (op.type === 'Split' || op.type === 'Slice') return true
    at = op.inputs[0]!
  }
  return false
}

function hookOf(name: string): Hook {
  const [, at, layer, rest] = /^(blocks|encoder|decoder)\.(?:(\d+)\.)?(.*)$/.exec(name) ?? []
  if (at === undefined) {
    const [final] = (['encoder', 'decoder'] as const).filter((stack) =>
      name.startsWith(`${stackNames(stack).finalNorm}.`),
    )
    return { stack: final ?? null, layer: null, rest: name }
  }
  return { stack: at as StackName, layer: layer === undefined ? null : Number(layer), rest: rest! }
}

function isEmbed({ rest, layer }: Hook): boolean {
  return layer === null && /^hook_(\w+_)?embed$/.test(rest)
}

/** The first of the places that hook points are at: what one layer gives is what the next reads. */
function placeOf(hooks: readonly Hook[]): { stack: StackName | null; layer: number | null } | null {
  const rank = ({ stack, layer }: Hook) => (stack === 'decoder' ? 1e6 : 0) + (layer ?? -1)
  const [first] = hooks.toSorted((a, b) => rank(a) - rank(b))
  return first ? { stack: first.stack, layer: first.layer } : null
}

/** Which part of a block it is that writes what a hook point names; null where it is none. */
function writerOf(rest: string, block: TapBlock): 'attention' | 'mlp' | null {
  const norm = /^ln([123])(_post)?\./.exec(rest)
  if (norm) {
    const part = norm[1] === '1' ? 'attention' : block.cross && norm[1] === '2' ? 'cross' : 'mlp'
    const places = block[part]
    const isAfter = norm[2] !== undefined || (places !== null && !places.before)
    return isAfter ? (part === 'mlp' ? 'mlp' : 'attention') : null
  }
  if (/attn_out$|resid_mid(_cross)?$/.test(rest)) return 'attention'
  return /^hook_(mlp_out|(normalized_)?resid_post)$/.test(rest) ? 'mlp' : null
}
