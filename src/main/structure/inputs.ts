import { TensorProto_DataType as DataType, type ValueInfoProto } from '../onnx-format'
import type { Graph } from './graph'
import { weightOf } from './kinds'
import { type Lookup, lookupsOf } from './lookups'
import type { Op } from './op'
import { pastWidth } from './past-width'

/**
 * What an input is for. `ids` choose rows of a table of words; `data` are values that take their place (patches, sound, given
 * embeddings or states); `past` is what an earlier run kept; `flag` chooses a branch. What is `unknown` only a caller can give.
 */
export type Role = 'ids' | 'types' | 'positions' | 'mask' | 'past' | 'data' | 'flag' | 'unknown'

export interface FoundInput {
  readonly name: string
  readonly role: Role
  /** ONNX's number of its type. */
  readonly type: number
  /** Sizes, or the names or −1 where they are not fixed; null where nothing is said. */
  readonly dims: readonly (number | string)[] | null
  /** Of data whose sizes are not all fixed: sizes with which the graph was run. */
  readonly usual?: readonly number[]
  /** Of one of no known use: the number that stood in all its places when the graph was read, where nothing was given for it. */
  readonly stand?: number
  /** Of what an earlier run kept: whether it stands for another stream's tokens, of which there must be some. */
  readonly alone?: boolean
  /** What a flag must be, where that decides what is seen; false otherwise. */
  readonly on?: boolean
}

export interface FoundInputs {
  readonly inputs: readonly FoundInput[]
  /** Values in which the tokens' own numbers arise. */
  readonly seeds: readonly string[]
  /** Tables of words that `ids` choose from. */
  readonly words: readonly Lookup[]
  /** Other tables that are added to them, by the values that come of it. */
  readonly besides: ReadonlyMap<string, 'types' | 'positions'>
}

/** So few rows are kinds of text, and not places in it. */
export const mostTypes = 16

/** What each input is for, by what is done with it. */
export function recogniseInputs(graph: Graph): FoundInputs {
  const lookups = lookupsOf(graph)
  const direct = new Map<string, Lookup[]>()
  for (const lookup of lookups) {
    const input = sourceOf(graph, lookup.indices)
    if (input !== null) direct.set(input, [...(direct.get(input) ?? []), lookup])
  }
  const groups = added(graph, lookups)
  const ids = new Set<string>()
  for (const group of groups) {
    const mine = [...direct].filter(([, all]) => all.some((lookup) => group.includes(lookup)))
    const most = mine.sort(([, a], [, b]) => rowsOf(b) - rowsOf(a))[0]
    if (most && rowsOf(most[1]) > mostTypes) ids.add(most[0])
  }
  const inputs = graph.inputs.map((info): FoundInput => {
    const { type, dims } = typeOf(info)
    const { name } = info
    const role = roleOf(graph, name, type, dims, ids, direct.get(name) ?? [])
    const width = role === 'past' ? pastWidth(graph, name) : null
    // Others are only ever put before new ones.
    const alone = role === 'past' && reachedFrom(graph, name).product
    const own = width === null ? dims : (dims?.with(-1, width) ?? null)
    return { name, type, dims: own, role, ...(alone ? { alone } : {}) }
  })
  const words = [...direct].filter(([name]) => ids.has(name)).flatMap(([, all]) => all)
  const besides = new Map<string, 'types' | 'positions'>()
  for (const lookup of lookups) {
    if (words.includes(lookup)) continue
    besides.set(lookup.output, (lookup.rows ?? Number.POSITIVE_INFINITY) <= mostTypes ? 'types' : 'positions')
  }
  const data = inputs.filter(({ role }) => role === 'data').map(({ name }) => name)
  const kept = inputs.filter(({ alone }) => alone).map(({ name }) => name)
  return { inputs, words, besides, seeds: [...words.map(({ output }) => output), ...data, ...kept] }
}

function rowsOf(lookups: readonly Lookup[]): number {
  return Math.max(...lookups.map(({ rows }) => rows ?? Number.MAX_SAFE_INTEGER))
}

const plain = /^(Cast|Identity|Reshape|Squeeze|Unsqueeze|Expand|Slice|Clip|Add|Concat)$/

/** The input that a value is, but for its type, shape and a fixed number added; null where more was done. */
function sourceOf(graph: Graph, value: string): string | null {
  let name = value
  for (let depth = 0; depth < 12; depth++) {
    const op = graph.producer(name)
    if (!op) return graph.inputs.some((input) => input.name === name) ? name : null
    if (!plain.test(op.type)) return null
    const from = op.inputs.filter((input) => !graph.isConstant(input))
    const [first] = from
    if (first === undefined || (op.type === 'Add' && from.length > 1)) return null
    name = first
  }
  return null
}

/** Lookups whose rows are added to each other before anything else is done with them: one embedding. */
function added(graph: Graph, lookups: readonly Lookup[]): Lookup[][] {
  const owner = new Map<string, Lookup[]>()
  const groups = new Set<Lookup[]>()
  for (const lookup of lookups) {
    let group = [lookup]
    groups.add(group)
    let values = [lookup.output, `${lookup.op.index} of the graph’s nodes`]
    if (lookup.op.outputs.length === 0) values = []
    for (let depth = 0; depth < 8 && values.length > 0; depth++) {
      for (const value of values) {
        const known = owner.get(value)
        if (known && known !== group) {
          const merged = [...known, ...group]
          groups.delete(known)
          groups.delete(group)
          groups.add(merged)
          for (const [name, old] of owner) if (old === known || old === group) owner.set(name, merged)
          group = merged
        }
        owner.set(value, group)
      }
      values = values.flatMap((value) =>
        graph
          .consumers(value)
          .filter((op) => joins(graph, op, value))
          .flatMap(({ outputs }) => outputs.slice(0, 1)),
      )
    }
  }
  return [...groups]
}

function joins(graph: Graph, op: Op, value: string): boolean {
  if (/^(Add|Sum|Cast|Identity|Reshape|Unsqueeze|Squeeze|Expand|Transpose|Dropout)$/.test(op.type)) return true
  return op.type === 'Mul' && op.inputs.every((input) => input === value || graph.isConstant(input))
}

function typeOf({ type }: ValueInfoProto): { type: number; dims: (number | string)[] | null } {
  if (type?.value.case !== 'tensorType') return { type: DataType.UNDEFINED, dims: null }
  const { elemType, shape } = type.value.value
  const dims = shape?.dim.map(({ value }) => {
    if (value.case === 'dimValue') return Number(BigInt.asIntN(53, value.value))
    return value.case === 'dimParam' ? value.value : ''
  })
  return { type: elemType, dims: dims ?? null }
}

const floats: readonly number[] = [DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]

function roleOf(
  graph: Graph,
  name: string,
  type: number,
  dims: FoundInput['dims'],
  ids: ReadonlySet<string>,
  lookups: readonly Lookup[],
): Role {
  if (ids.has(name)) return 'ids'
  if (lookups.length > 0) return rowsOf(lookups) <= mostTypes ? 'types' : 'positions'
  const reaches = reachedFrom(graph, name)
  const rank = dims?.length ?? 0
  if (floats.includes(type)) {
    // Of two branches, the one that reads it may not be the one that runs.
    if (graph.consumers(name).length === 0) return rank >= 4 ? 'past' : 'unknown'
    if (reaches.product && rank >= 4) return 'past'
    if (reaches.linear) return 'data'
    if (reaches.concat || reaches.cache) return 'past'
    return rank >= 2 ? 'mask' : 'unknown'
  }
  if (type === DataType.UINT8 && reaches.linear) return 'data'
  if (type === DataType.BOOL && rank <= 1) return 'flag'
  if (reaches.angle) return 'positions'
  return rank >= 2 ? 'mask' : 'unknown'
}

const passes =
  /^(Cast|Identity|Reshape|Squeeze|Unsqueeze|Expand|Slice|Transpose|Mul|Add|Sub|Div|MatMul|Einsum|Concat|Gather|LayerNormalization|Dropout|Split|(Dynamic)?QuantizeLinear|DequantizeLinear)$/

function isProduct(graph: Graph, { type, inputs }: Op): boolean {
  return /^(MatMul|Einsum|com\.microsoft\.FusedMatMul)$/.test(type) && inputs.every((input) => !graph.isConstant(input))
}

/** What a value comes to before anything else is done with it. */
function reachedFrom(graph: Graph, name: string) {
  const found = { linear: false, product: false, concat: false, cache: false, angle: false }
  const seen = new Set([name])
  const left = [name]
  for (let steps = 0; left.length > 0 && steps < 400; steps++) {
    const value = left.pop()!
    for (const op of graph.consumers(value)) {
      const place = op.inputs.indexOf(value)
      // Keys with queries, or values with a pattern.
      if (isProduct(graph, op)) found.product = true
      if (weightOf(graph, op) !== null || op.type === 'LayerNormalization') found.linear = true
      // What an earlier run kept comes before what this one makes, and is followed no further.
      if (op.type === 'Concat' && op.inputs.some((input) => !graph.isConstant(input) && !seen.has(input))) {
        found.concat = true
        continue
      }
      if (/Attention$/.test(op.type) && place >= 3) found.cache = true
      if (/^(Cos|Sin)$/.test(op.type) || (/RotaryEmbedding$/.test(op.type) && place > 0)) found.angle = true
      // Rows of a table of angles.
      if (op.type === 'Gather' && place === 1 && graph.isConstant(op.inputs[0]!)) found.angle = true
      if (!passes.test(op.type) || found.linear) continue
      // Positions are multiplied with frequencies; a mask, with what it counted.
      if (op.type === 'Mul' && op.inputs.some((input) => input !== value && !graph.isConstant(input))) continue
      for (const output of op.outputs) {
        if (output === '' || seen.has(output)) continue
        seen.add(output)
        left.push(output)
      }
    }
  }
  return found
}
