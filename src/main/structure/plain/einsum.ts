import { clone } from '@bufbuild/protobuf'
import type { OnnxFile } from '../../checkpoint'
import { type ModelProto, ModelProtoSchema, type NodeProto } from '../../onnx-format'
import { numbersIn } from '../constants'
import { Beside } from '../fused/beside'
import { type Graph, graphOf } from '../graph'
import { intOf, intsOf, type Op, textOf } from '../op'

/** Letters of an Einsum's operands and of what it makes; `.` for the axes that an ellipsis stands for. */
interface Equation {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly output: readonly string[]
}

/** What an Einsum's letters are to a product of matrices: [shared, left, summed] × [shared, summed, right]. */
interface Letters {
  readonly shared: readonly string[]
  readonly left: readonly string[]
  readonly summed: readonly string[]
  readonly right: readonly string[]
}

/** A node as it is to be written out: what makes its value, and the nodes that it replaces. */
interface Product extends Equation {
  readonly op: Op
  readonly values: readonly [string, string]
  /** A sum over heads that follows at once, which a product can make as well. */
  readonly sum: Op | null
}

/**
 * A file whose Einsums of two operands are Transpose, Reshape and MatMul, and how many were. Those of other forms, and outer
 * products, stay. Source: ONNX's docs/Operators.md, Einsum; ONNX Runtime's einsum_compute_preprocessor.cc does the same within.
 */
export function einsumsWritten(file: OnnxFile): { model: ModelProto; count: number } {
  const { model: given } = file
  if (!given.graph!.node.some(isEinsum)) return { model: given, count: 0 }
  const graph = graphOf(file)
  const products = new Map<NodeProto, Product>()
  const gone = new Set<NodeProto>()
  for (const op of graph.ops) {
    const product = isEinsum(op.node) ? productOf(graph, op) : null
    if (product === null) continue
    products.set(op.node, product)
    if (product.sum) gone.add(product.sum.node)
  }
  if (products.size === 0) return { model: given, count: 0 }
  let count = 0
  const node = given.graph!.node.flatMap((one) => {
    const product = products.get(one)
    if (product) return written(graph, product, count++)
    return gone.has(one) ? [] : [one]
  })
  const model = clone(ModelProtoSchema, given)
  model.graph!.node = node
  return { model, count }
}

function isEinsum({ opType, domain }: NodeProto): boolean {
  return opType === 'Einsum' && (domain === '' || domain === 'ai.onnx')
}

function productOf(graph: Graph, op: Op): Product | null {
  const equation = parsed(textOf(op, 'equation'))
  const [first = '', second = ''] = op.inputs
  if (equation === null || op.inputs.length !== 2) return null
  const [fixed, other] = [graph.isConstant(first), graph.isConstant(second)]
  // Of two weights nothing is seen; a weight stands second, as in a product of a linear map.
  if (fixed && other) return null
  const turned = fixed ? { a: equation.b, b: equation.a, output: equation.output } : equation
  const values: [string, string] = fixed ? [second, first] : [first, second]
  const whole = { op, values, sum: null, ...turned }
  const summed = summedAfter(graph, op, equation.output)
  const product = summed ? { ...whole, ...summed } : whole
  return lettersOf(product).summed.length > 0 ? product : null
}

/** Null for what is no product of two: another count of operands, a diagonal, or a letter that is summed in one of them alone. */
function parsed(text: string): Equation | null {
  const [inputs = '', said] = text.replaceAll(/\s/g, '').split('->')
  const tokens = (one: string) => one.match(/\.\.\.|[A-Za-z]/g)?.map((token) => (token === '...' ? '.' : token)) ?? []
  const [a, b, ...more] = inputs.split(',').map(tokens)
  if (!a || !b || more.length > 0) return null
  const all = [...a, ...b]
  // Where nothing is said of the output, it has what stands once, in the order of the alphabet.
  const once = [...new Set(all)].filter((one) => one === '.' || all.indexOf(one) === all.lastIndexOf(one)).sort()
  const output = said === undefined ? once : tokens(said)
  const lists = [a, b, output]
  if (lists.some((list) => new Set(list).size !== list.length || list.indexOf('.') > 0)) return null
  const known = (letter: string, others: readonly (readonly string[])[]) => others.some((list) => list.includes(letter))
  if (!a.every((letter) => known(letter, [b, output])) || !b.every((letter) => known(letter, [a, output]))) return null
  if (!output.every((letter) => known(letter, [a, b]))) return null
  return all.includes('.') && !output.includes('.') ? null : { a, b, output }
}

/** A sum over one axis that alone reads a product: the product without it. */
function summedAfter(graph: Graph, op: Op, letters: readonly string[]): { output: string[]; sum: Op } | null {
  const [sum, ...others] = graph.consumers(op.outputs[0]!)
  if (sum?.type !== 'ReduceSum' || others.length > 0 || intOf(sum, 'keepdims', 1) === 1) return null
  if (graph.outputs.includes(op.outputs[0]!) || letters.includes('.')) return null
  const axes = intsOf(sum, 'axes') ?? (sum.inputs[1] ? numbersIn(graph, sum.inputs[1]) : null)
  const letter = axes?.length === 1 ? letters.at(axes[0]!) : undefined
  return letter === undefined ? null : { output: letters.filter((one) => one !== letter), sum }
}

/** In the order of the output, or in that of the rows where these then need no turning: scores end in queries, as patterns begin. */
function lettersOf({ a, b, output }: Equation): Letters {
  const of = (order: readonly string[]): Letters => ({
    shared: order.filter((letter) => b.includes(letter) && output.includes(letter)),
    left: order.filter((letter) => a.includes(letter) && !b.includes(letter)),
    summed: a.filter((letter) => !output.includes(letter)),
    right: output.filter((letter) => !a.includes(letter)),
  })
  const given = of(a)
  const inOrder = [...given.shared, ...given.left, ...given.summed].join() === a.join()
  return inOrder ? given : of(output.filter((letter) => a.includes(letter)))
}

/** The nodes of a product, the last of which makes what the Einsum, or the sum behind it, made. */
function written(graph: Graph, product: Product, number: number): NodeProto[] {
  const { op, values, a, b, output, sum } = product
  const { shared, left, summed, right } = lettersOf(product)
  const write = new Writer(`tokentrace/einsum/${number}/`, graph.opset)
  const made = [...shared, ...left, ...right]
  // Rows along the last axis are rows whatever stands before them.
  const direct = isDirect(product)
  const gather = (value: string, letters: readonly string[]) =>
    direct || letters[0] !== '.' ? value : write.gathered(value, letters.length - 1)
  const x = write.ordered(gather(values[0], a), a, [...shared, ...left, ...summed])
  const y = write.ordered(gather(values[1], b), b, [...shared, ...summed, ...right])
  const [batch, rows, inner, columns] = [shared.length, left.length, summed.length, right.length]
  let result: string
  if (batch === 0) {
    const wide = columns > 1 ? write.merged(y, { rank: inner + columns, at: inner, count: columns }) : y
    const matrix = write.merged(wide, { rank: inner + Math.min(columns, 1), at: 0, count: inner })
    result = write.node('MatMul', [write.merged(x, { rank: rows + inner, at: rows, count: inner }), matrix])
    if (columns > 1) {
      const known = sizesOf(graph, values[1], b, right)
      const sizes = known
        ? write.ints(...left.map(() => 0), ...known)
        : write.joined(write.sizes(x, 0, rows), write.sizes(y, inner))
      result = write.node('Reshape', [result, sizes])
    }
  } else {
    const narrow = write.merged(x, { rank: batch + rows + inner, at: batch + rows, count: inner })
    const stack = rows === 0 ? write.merged(narrow, { rank: batch + 1, at: batch, count: 0 }) : narrow
    const wide = write.merged(y, { rank: batch + inner + columns, at: batch + inner, count: columns })
    const matrix = write.merged(wide, { rank: batch + inner + 1, at: batch, count: inner })
    result = write.node('MatMul', [stack, write.spread(matrix, batch, rows - 1)])
    if (rows === 0 || columns !== 1) {
      const sizes = [write.sizes(result, 0, batch + rows), write.sizes(y, batch + inner)]
      result = write.node('Reshape', [result, write.joined(...sizes)])
    }
  }
  result = write.ordered(result, made, output)
  if (!direct && output[0] === '.') {
    const [value, letters] = a[0] === '.' ? [values[0], a] : [values[1], b]
    write.opened(result, value, letters.length - 1)
  }
  return write.named((sum ?? op).outputs[0]!)
}

function isDirect(product: Product): boolean {
  const { shared, left, summed, right } = lettersOf(product)
  const inOrder =
    [...left, ...summed].join() === product.a.join() && [...left, ...right].join() === product.output.join()
  return left[0] === '.' && shared.length === 0 && summed.length === 1 && right.length < 2 && inOrder
}

/** The sizes of a weight's axes; null where it is made of others. */
function sizesOf(graph: Graph, value: string, letters: readonly string[], wanted: readonly string[]): number[] | null {
  const dims = graph.tensor(value)?.dims
  return dims?.length === letters.length ? wanted.map((letter) => Number(dims[letters.indexOf(letter)])) : null
}

/** Moves of axes, in standard operators. */
class Writer extends Beside {
  constructor(prefix: string, opset: number) {
    super(prefix, { opset, rounds: false })
  }

  ordered(value: string, from: readonly string[], to: readonly string[]): string {
    const perm = to.map((letter) => from.indexOf(letter))
    return perm.every((place, at) => place === at) ? value : this.node('Transpose', [value], { perm })
  }

  /** Axes that lie beside each other as one; none, as one of size 1. */
  merged(value: string, { rank, at, count }: { rank: number; at: number; count: number }): string {
    if (count === 1) return value
    const lead = this.ints(...Array.from({ length: at }, () => 0), count === 0 ? 1 : -1)
    const shape = at + count === rank ? lead : this.joined(lead, this.sizes(value, at + count))
    return this.node('Reshape', [value, shape])
  }

  /** With axes of size 1 before one of them, so that the same matrix is for all of another value's. */
  spread(value: string, at: number, count: number): string {
    if (count < 1) return value
    const lead = this.ints(...Array.from({ length: at }, () => 0), ...Array.from({ length: count }, () => 1))
    return this.node('Reshape', [value, this.joined(lead, this.sizes(value, at))])
  }

  /** All axes but the last ones as one. */
  gathered(value: string, last: number): string {
    if (last === 0) return this.reshape(value, -1)
    return this.node('Reshape', [value, this.joined(this.ints(-1), this.sizes(value, -last))])
  }

  /** The first axis as those of another value but for its last ones. */
  opened(value: string, like: string, last: number): string {
    const lead = last === 0 ? this.node('Shape', [like]) : this.sizes(like, 0, -last)
    return this.node('Reshape', [value, this.joined(lead, this.sizes(value, 1))])
  }

  sizes(value: string, from: number, to = Number.MAX_SAFE_INTEGER): string {
    return this.slice(this.node('Shape', [value]), 0, from, to)
  }

  joined(...lists: string[]): string {
    return this.node('Concat', lists, { axis: 0 })
  }

  /** The nodes, with a name of another's for what the last one makes. */
  named(output: string): NodeProto[] {
    const nodes = this.ops.map((op) => op.node)
    nodes.at(-1)!.output = [output]
    return nodes
  }
}
