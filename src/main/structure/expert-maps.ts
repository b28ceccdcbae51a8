import type { PartKind } from '../../shared/anatomy'
import { isMixture } from './experts'
import type { Graph } from './graph'
import { isLayout, weightOf } from './kinds'
import { intOf, type Op } from './op'
import { outputsBehind } from './output-places'
import type { ProbedShapes } from './shapes'

/** What a weight is for; with the widths of its shares. */
export type WeightKinds = readonly { readonly kind: PartKind; readonly share: number }[]

/** What a node does with a weight of a mixture. */
export interface ExpertUse {
  readonly kinds: WeightKinds
  /** On which axis of one expert's matrix its outputs are: 0 downwards, 1 across; null where that is not told. */
  readonly outputs: 0 | 1 | null
  /** Which of the outputs are which kind's; null for all, or where it is not told. */
  readonly places: ReadonlyMap<PartKind, readonly number[]> | null
}

const only = (kind: PartKind): WeightKinds => [{ kind, share: 1 }]
const [gate, up, down, router, bias] = [only('gate'), only('up'), only('down'), only('router'), only('bias')]
const both: WeightKinds = [...gate, ...up]
const asBias: ExpertUse = { kinds: bias, outputs: null, places: null }

const activations =
  /(^|\.)(Sigmoid|Tanh|Erf|Relu|LeakyRelu|Elu|Gelu|Softplus|HardSwish|HardSigmoid|Mish|Swish|QuickGelu|FastGelu|BiasGelu)$/

/**
 * The linear maps of one layer's mixture, by what stands behind each: a map whose outputs go through an activation on their way to the
 * next map is a gate; one whose outputs are multiplied with these is up; one behind which no other stands is down. The run decides
 * which tokens an expert is given, and which expert a product is with, and neither matters here.
 */
export class ExpertMaps {
  readonly #graph: Graph
  readonly #shapes: ProbedShapes
  /** The nodes between the stream and what the mixture adds to it. */
  readonly #region = new Set<Op>()
  readonly #end: string
  readonly #kinds = new Map<Op, WeightKinds>()

  constructor(graph: Graph, shapes: ProbedShapes, { before, added }: { before: string; added: string }) {
    this.#graph = graph
    this.#shapes = shapes
    this.#end = added
    const from = graph.at(before)
    const left = [added]
    for (let value = left.pop(); value !== undefined; value = left.pop()) {
      const op = value === before ? undefined : graph.producer(value)
      if (!op || op.index <= from || this.#region.has(op)) continue
      this.#region.add(op)
      left.push(...op.inputs)
    }
    const maps = [...this.#region].filter((op) => this.#isMap(op))
    for (const op of maps) this.#kinds.set(op, this.#kindsBehind(op))
    // Without a second map to let through, what an activation follows is the way up.
    const isGated = [...this.#kinds.values()].some((kinds) => kinds.some(({ kind }) => kind === 'up'))
    if (!isGated) for (const [op, kinds] of this.#kinds) if (kinds === gate) this.#kinds.set(op, up)
  }

  /** Whether a node is one of the mixture's, or of the norm before it. */
  has(op: Op): boolean {
    return this.#region.has(op)
  }

  /** What a weight is for that one of the mixture's nodes reads; null where the node is none of them, or does something else with it. */
  useOf(op: Op, value: string): ExpertUse | null {
    if (!this.#region.has(op)) return null
    if (isMixture(op)) return this.#inNode(op, value)
    if (this.#kinds.has(op)) return this.#mapped(op, 1)
    if (op.type === 'Add') return this.#isBias(op, value) ? asBias : null
    if (!/^Gather(ND)?$/.test(op.type) || op.inputs[0] !== value) return null
    // One expert's slice, which the run names.
    for (const { reader, read, turned } of this.#readers(op.outputs[0]!)) {
      if (this.#kinds.has(reader)) return this.#mapped(reader, turned ? 0 : 1)
      if (reader.type === 'Add' && this.#isBias(reader, read)) return asBias
    }
    return null
  }

  #mapped(map: Op, across: 0 | 1): ExpertUse {
    const kinds = this.#kinds.get(map)!
    const outputs = map.type === 'MatMul' ? across : null
    return { kinds, outputs, places: kinds === both ? this.#placesOf(map) : null }
  }

  /** Which outputs of a map that makes both are the gate, and which it lets through. */
  #placesOf(map: Op): Map<PartKind, readonly number[]> | null {
    const [made = ''] = map.outputs
    const all = outputsBehind(this.#graph, this.#shapes, made)
    const places = new Map<PartKind, readonly number[]>()
    for (const value of this.#partsOf(made)) {
      const own = all.get(value)
      // An expert that no token was given has no row.
      if (!own || own.length === 0) return null
      places.set(this.#behind(value).acted ? 'gate' : 'up', own)
    }
    return places
  }

  /** Whether what is added to is a map's, moved at most. */
  #isBias({ inputs }: Op, value: string): boolean {
    const other = inputs.find((input) => input !== value) ?? ''
    for (let op = this.#graph.producer(other); op; op = this.#graph.producer(op.inputs[0]!)) {
      if (this.#kinds.has(op)) return true
      if (!isLayout(op)) return false
    }
    return false
  }

  /** Whether a node multiplies with a weight, or with a slice of one. */
  #isMap(op: Op): boolean {
    if (weightOf(this.#graph, op) !== null) return true
    return /^(MatMul|Gemm)$/.test(op.type) && this.#isSlice(op.inputs[1]!)
  }

  #isSlice(value: string): boolean {
    for (let op = this.#graph.producer(value); op && isLayout(op); op = this.#graph.producer(op.inputs[0]!)) {
      const isTaken = /^Gather(ND)?$/.test(op.type) && this.#graph.isConstant(op.inputs[0]!)
      if (isTaken) return (this.#graph.tensor(op.inputs[0]!)?.dims.length ?? 3) > 2
    }
    return false
  }

  #kindsBehind(map: Op): WeightKinds {
    const parts = this.#partsOf(map.outputs[0]!)
    const found = parts.map((value) => this.#behind(value))
    if (found.every(({ ends }) => ends)) return found.some(({ acted }) => acted) ? router : down
    if (found.length > 1) return both
    return found[0]!.acted ? gate : up
  }

  /** The values that a map's outputs are parted into; themselves where they are not. */
  #partsOf(made: string): string[] {
    const parts: string[] = []
    const left = [made]
    for (let value = left.pop(); value !== undefined; value = left.pop()) {
      const readers = this.#graph.consumers(value).filter((op) => this.#region.has(op) && op.type !== 'Shape')
      const moves = readers.filter((op) => op.inputs[0] === value && isLayout(op))
      const added = readers.filter(({ type, inputs }) => type === 'Add' && inputs.some((input) => this.#isFixed(input)))
      const onward = [...moves, ...added]
      if (onward.length === readers.length && onward.length > 0) left.push(...onward.flatMap(({ outputs }) => outputs))
      else if (readers.length > 0) parts.push(value)
    }
    return parts
  }

  /** A bias, or a slice of one. */
  #isFixed(value: string): boolean {
    const op = this.#graph.producer(value)
    return this.#graph.isConstant(value) || (op !== undefined && isLayout(op) && this.#graph.isConstant(op.inputs[0]!))
  }

  /** Whether an activation stands between a value and the next map, or the end where there is none. */
  #behind(from: string): { acted: boolean; ends: boolean } {
    let [acted, ends] = [false, true]
    const known = new Set([from])
    const left = [from]
    for (let value = left.pop(); value !== undefined; value = left.pop()) {
      if (value === this.#end) continue
      for (const op of this.#graph.consumers(value)) {
        if (!this.#region.has(op) || op.type === 'Shape') continue
        if (this.#isMap(op)) ends = false
        else {
          acted ||= activations.test(op.type)
          for (const output of op.outputs) if (output !== '' && !known.has(output)) left.push(output)
          for (const output of op.outputs) known.add(output)
        }
      }
    }
    return { acted, ends }
  }

  /** Who reads a value, past moves, and whether these turn it over. */
  *#readers(from: string, turned = false): Generator<{ reader: Op; read: string; turned: boolean }> {
    for (const op of this.#graph.consumers(from)) {
      if (isLayout(op) && op.inputs[0] === from)
        yield* this.#readers(op.outputs[0]!, turned !== (op.type === 'Transpose'))
      else yield { reader: op, read: from, turned }
    }
  }

  /**
   * ONNX Runtime's nodes for a whole mixture: three maps, the first of which may hold a gate and what it lets through, in turns or one
   * behind the other. Source: ContribOperators.md.
   */
  #inNode(op: Op, value: string): ExpertUse | null {
    const isQuantised = op.type.endsWith('QMoE')
    const fusion = intOf(op, 'swiglu_fusion', 0)
    const first = fusion > 0 ? both : op.inputs[isQuantised ? 8 : 6] ? gate : up
    const all = isQuantised
      ? [first, first, bias, down, down, bias, up, up, bias, first, down, up]
      : [first, bias, down, bias, up, bias]
    const kinds = all[op.inputs.indexOf(value) - 2]
    if (!kinds || kinds === bias) return kinds ? asBias : null
    const half = Number(this.#graph.tensor(value)?.dims[1] ?? 0) / 2
    const [step, apart] = fusion === 1 ? [2, 1] : [1, half]
    const every = (from: number) => Array.from({ length: half }, (_, index) => from + step * index)
    const places = new Map<PartKind, readonly number[]>([
      ['gate', every(0)],
      ['up', every(apart)],
    ])
    return { kinds, outputs: 0, places: kinds === both ? places : null }
  }
}
