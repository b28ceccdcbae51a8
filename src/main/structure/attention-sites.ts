import { arrange, type Factor, labelAxes, type Sizes, type Step } from './axes'
import type { Content } from './content'
import { isLayout, isNorm, isRotary, weightOf } from './kinds'
import { type Narrow, narrowsBack } from './narrows'
import type { Op } from './op'
import { axesOf, type ProbedShapes, perToken } from './shapes'

/** A value with the steps that bring it into a hook point's axes. */
export interface Lying {
  readonly value: string
  readonly steps: readonly Step[]
}

/** Queries, keys or values: from the linear map that makes them to the product that reads them. */
export interface Projected {
  /** What the linear map gave, in heads; null where it cannot be parted into heads. */
  readonly hook: Lying | null
  readonly turned: Lying | null
  readonly rotary: boolean
  readonly heads: number | null
  /** What the linear map read; null where none was found. */
  readonly source: string | null
}

/** A softmax between two products of data with data. */
export interface Site {
  readonly softmax: Op
  readonly heads: number
  readonly dHead: number
  /** How many positions ask, in each run. */
  readonly queries: Sizes
  readonly scores: Lying | null
  readonly pattern: Lying | null
  readonly z: Lying | null
  /** The second product's own output. */
  readonly zValue: string
  readonly q: Projected
  readonly k: Projected
  readonly v: Projected
}

export interface SiteTools {
  readonly content: Content
  readonly shapes: ProbedShapes
  /** A value whose first axes are those of texts and their tokens. */
  readonly embedded: string
}

const beforeSoftmax =
  /^(Add|Sub|Mul|Div|Where|Cast|Reshape|Unsqueeze|Squeeze|Identity|Tanh|Clip|Max|Min|Concat|Transpose|Expand|Slice|QuantizeLinear|DequantizeLinear)$/
const afterSoftmax =
  /^(Cast|Dropout|Identity|Where|Mul|Slice|Split|Reshape|Unsqueeze|Squeeze|Transpose|IsNaN|Expand|QuantizeLinear|DequantizeLinear)$/

/** The sites of a graph in the order of running, and the softmaxes that are none, with why. */
export function attentionSites(tools: SiteTools): { sites: Site[]; others: { op: Op; reason: string }[] } {
  const sites: Site[] = []
  const others: { op: Op; reason: string }[] = []
  for (const op of tools.content.graph.ops) {
    if (op.type !== 'Softmax' || !tools.content.has(op.inputs[0]!)) continue
    const site = siteAt(tools, op)
    if (typeof site === 'string') others.push({ op, reason: site })
    else sites.push(site)
  }
  return { sites, others }
}

function siteAt(tools: SiteTools, softmax: Op): Site | string {
  const { content, shapes } = tools
  const products = productsBefore(content, softmax.inputs[0]!)
  if (products.length === 0) return 'no product of two values stands before it'
  if (products.length > 1) return 'its scores are a sum of several products'
  const after = productAfter(content, softmax.outputs[0]!)
  if (after === null) return 'no product with values follows it'
  const [qk, { op: pv, pattern, values }] = [products[0]!, after]
  const [queries, keys] = qk.inputs as [string, string]
  const patternAxes = axesOf(shapes, pattern)
  const last = (value: string) => axesOf(shapes, value)?.at(-1)
  const [dHead, dValue] = [last(queries)?.[0], last(values)?.[0]]
  if (!patternAxes || patternAxes.length < 2 || !dHead || !dValue) return 'its shape is not known'
  const [query, key] = [patternAxes.at(-2)!, patternAxes.at(-1)!]
  const lead = patternAxes
    .slice(0, -2)
    .reduce<Sizes>((all, axis) => all.map((size, run) => size * axis[run]!), one(shapes))
  const heads = lead[0]! / shapes.batch[0]!
  if (!Number.isInteger(heads) || lead.some((size, run) => size !== heads * shapes.batch[run]!)) {
    return 'its scores are not so many for each text'
  }
  const k = projected(tools, keys, { heads: null, groups: null, width: dHead, along: key })
  const v = projected(tools, values, { heads: null, groups: null, width: dValue, along: key })
  const groups = k.heads ?? heads
  const q = projected(tools, queries, { heads, groups, width: dHead, along: query })
  const square = (value: string) =>
    lying(tools, value, squareFactors(tools, heads, groups, query, key), ['batch', 'head', 'query', 'key'], {
      head: heads,
      kv: groups,
      group: heads / groups,
    })
  return {
    softmax,
    heads,
    dHead,
    queries: query,
    scores: hidden(square(scoresOf(content, softmax))),
    pattern: square(pattern),
    z: inHeads(tools, pv.outputs[0]!, heads, groups, dValue, query),
    zValue: pv.outputs[0]!,
    q,
    k,
    v,
  }
}

/** Exporters add a large number where a mask hides a key: −10,000, or the least that the type has. */
const hiddenBelow = -9000

function hidden(lying: Lying | null): Lying | null {
  return lying && { ...lying, steps: [...lying.steps, { kind: 'hide', below: hiddenBelow }] }
}

function one({ batch }: ProbedShapes): Sizes {
  return batch.map(() => 1)
}

function isProduct(content: Content, { type, inputs }: Op): boolean {
  return /^(MatMul|com\.microsoft\.FusedMatMul)$/.test(type) && inputs.slice(0, 2).every((value) => content.has(value))
}

function productsBefore(content: Content, from: string): Op[] {
  const found = new Set<Op>()
  const seen = new Set([from])
  const left = [from]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    const op = content.graph.producer(value)
    if (!op) continue
    if (isProduct(content, op)) found.add(op)
    else if (beforeSoftmax.test(op.type) && seen.size < 60) {
      for (const input of content.read(op))
        if (!seen.has(input)) {
          seen.add(input)
          left.push(input)
        }
    }
  }
  return [...found]
}

/** Where scores for no token stand beside those of tokens, the latter. */
function scoresOf(content: Content, softmax: Op): string {
  let value = softmax.inputs[0]!
  for (let depth = 0; depth < 6; depth++) {
    const op = content.graph.producer(value)
    if (!op) break
    if (op.type === 'Concat') return content.read(op)[0]!
    if (!/^(Cast|Identity|Sub)$/.test(op.type)) break
    value = content.read(op)[0]!
  }
  return softmax.inputs[0]!
}

function productAfter(content: Content, from: string): { op: Op; pattern: string; values: string } | null {
  const seen = new Set([from])
  const left = [from]
  for (let value = left.shift(); value !== undefined; value = left.shift()) {
    for (const op of content.readers(value)) {
      if (isProduct(content, op)) {
        const other = op.inputs[0] === value ? op.inputs[1]! : op.inputs[0]!
        if (op.inputs[0] === value && !seen.has(other)) return { op, pattern: value, values: other }
      }
      if (!afterSoftmax.test(op.type) || seen.size > 40) continue
      for (const output of op.outputs)
        if (output !== '' && !seen.has(output)) {
          seen.add(output)
          left.push(output)
        }
    }
  }
  return null
}

/** Walks from a product's operand back to the linear map. `along` are the sizes of its tokens' axis. */
function projected(
  tools: SiteTools,
  operand: string,
  { heads, groups, width, along }: { heads: number | null; groups: number | null; width: number; along: Sizes },
): Projected {
  const { content } = tools
  const { graph } = content
  const chain: Narrow[] = [{ value: operand, ops: [] }]
  let source: string | null = null
  let given = false
  for (const narrow of narrowsBack(content, operand)) {
    chain.push(narrow)
    if (narrow.ops.some((op) => weightOf(content.graph, op) !== null)) {
      source = narrow.value
      break
    }
    // Heads that an earlier run kept come as they are.
    if (graph.at(narrow.value) < 0 && narrow.ops.every(isLayout)) {
      source = narrow.value
      given = true
    }
    if (chain.length > 60) break
  }
  if (graph.at(operand) < 0) [source, given] = [operand, true]
  if (source === null) return { hook: null, turned: null, rotary: false, heads: null, source }
  // chain[i + 1].ops lead from chain[i + 1].value to chain[i].value; the last are the linear map's own.
  const made = given ? chain : chain.slice(0, -1)
  let at = made.length - 1
  while (at > 0 && chain[at]!.ops.every((op) => isLayout(op) || isBias(content, op))) at--
  // What is read last is one of q, k and v alone; nearest to the map its axes are plainest.
  const own = heads ?? headsOf(tools, made[at]!.value, width, along)
  let hook: Lying | null = null
  let biased = made.length - 1
  for (let index = at; index < biased; index++)
    if (chain[index + 1]!.ops.some((op) => isBias(content, op))) biased = index
  for (let index = biased; index >= at && hook === null && own !== null; index--) {
    hook = inHeads(tools, made[index]!.value, own, groups ?? own, width, along)
  }
  const turns = chain.findIndex(({ ops }) => isRotary(ops) && !isNorm(ops))
  const turned =
    turns > 0 && own !== null ? inHeads(tools, chain[turns - 1]!.value, own, groups ?? own, width, along) : null
  return { hook, turned, rotary: turns > 0, heads: own, source }
}

function isBias(content: Content, op: Op): boolean {
  return (
    op.type === 'Add' && content.read(op).length === 1 && op.inputs.some((value) => content.graph.isConstant(value))
  )
}

function headsOf({ shapes }: SiteTools, value: string, width: number, along: Sizes): number | null {
  const axes = axesOf(shapes, value)
  if (!axes) return null
  const heads = axes.reduce((product, sizes) => product * sizes[0]!, 1) / (shapes.batch[0]! * along[0]! * width)
  return Number.isInteger(heads) && heads > 0 ? heads : null
}

const perHead: readonly Factor[] = ['batch', 'pos', 'head', 'd_head']

function inHeads(
  tools: SiteTools,
  value: string,
  heads: number,
  groups: number,
  width: number,
  along: Sizes,
): Lying | null {
  const { batch } = tools.shapes
  const fixed = (size: number) => batch.map(() => size)
  const whole: (readonly [Factor, Sizes])[] = [
    ['batch', batch],
    ['pos', along],
    ['head', fixed(heads)],
    ['d_head', fixed(width)],
  ]
  const parted: (readonly [Factor, Sizes])[] = [
    ['batch', batch],
    ['kv', fixed(groups)],
    ['group', fixed(heads / groups)],
    ['pos', along],
    ['d_head', fixed(width)],
  ]
  const sizes = { head: heads, kv: groups, group: heads / groups, d_head: width }
  return lying(tools, value, groups > 1 && groups < heads ? [whole, parted] : [whole], perHead, sizes)
}

function squareFactors({ shapes: { batch } }: SiteTools, heads: number, groups: number, query: Sizes, key: Sizes) {
  const fixed = (size: number) => batch.map(() => size)
  const ends: (readonly [Factor, Sizes])[] = [
    ['query', query],
    ['key', key],
  ]
  const whole: (readonly [Factor, Sizes])[] = [['batch', batch], ['head', fixed(heads)], ...ends]
  if (groups === 1 || groups >= heads || heads % groups !== 0) return [whole]
  const parted: (readonly [Factor, Sizes])[] = [
    ['batch', batch],
    ['kv', fixed(groups)],
    ['group', fixed(heads / groups)],
    ...ends,
  ]
  return [whole, parted]
}

function lying(
  { shapes }: SiteTools,
  value: string,
  choices: readonly (readonly (readonly [Factor, Sizes])[])[],
  want: readonly Factor[],
  sizes: Partial<Record<Factor, number>>,
): Lying | null {
  const axes = axesOf(shapes, value)
  if (!axes) return null
  for (const factors of choices) {
    const labels = labelAxes(axes, factors)
    const steps = labels && arrange(labels, want, sizes)
    if (steps) return { value, steps }
  }
  return null
}

/**
 * A value of the residual stream, or of an MLP: [batch, pos, width]. Where it has the rows of all texts in one axis, as linear
 * maps are often given them, they are parted as the embedding's are.
 */
export function inRows(tools: SiteTools, value: string): Lying | null {
  const { batch, length } = tools.shapes
  const width = perToken(tools.shapes, value)
  const axes = axesOf(tools.shapes, value)
  if (width === null || !axes) return null
  const factors: (readonly [Factor, Sizes])[] = [
    ['batch', batch],
    ['pos', length],
    ['width', batch.map(() => width)],
  ]
  const whole = lying(tools, value, [factors], ['batch', 'pos', 'width'], { width })
  if (whole || axes.length !== 2 || axes[1]!.some((size) => size !== width)) return whole
  return { value, steps: [{ kind: 'rows', like: tools.embedded, width }] }
}
