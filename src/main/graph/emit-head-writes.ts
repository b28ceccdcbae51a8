import { stackNames } from '../../shared/taps'
import { type Architecture, attentionsOf, type Linear, type Norm, type Stack } from '../families'
import type { WeightFiles } from '../weights'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import { weightValues } from './four-bits'
import { gain } from './norms'
import { scaled } from './parts'

/**
 * Small graphs beside the model that take apart what attention writes: each head through its own slice of W_O (Elhage et al.
 * 2021, "A Mathematical Framework for Transformer Circuits"), and the vectors that the parts meet on their way to a logit.
 */
export const headWriteGraphs = {
  /** `z.A` F32 [heads, rows, d_head] for each of the attentions A → `writes.A` F32 [heads, rows, d_model], without b_O. */
  writes(architecture: Architecture, files: WeightFiles, attentions: readonly number[]): EmittedGraph {
    const graph = new GraphBuilder(files)
    const all = attentionsOf(architecture)
    for (const number of attentions) {
      const { stack, part } = all[number]!
      const { heads, dHead } = stack.sizes
      const z = graph.input(`z.${number}`, 'float', [heads, 'rows', dHead])
      const written = graph.node('MatMul', [z, outSlices(graph, part.out, stack.sizes)])
      graph.name(`writes.${number}`, scaled(graph, written, part.writeScale))
    }
    return graph.build(attentions.map((number) => `writes.${number}`))
  },

  /**
   * The model's small vectors, F32 [d_model] each: `bias.A` (b_O of attention A), and `gain.N`, `shift.N` of the norms, where N
   * is `A.after` or `A.afterSum`, or the name of a block's MLP or of a stack's final norm (`vectorNames`); and `sinks.A` [heads],
   * `relative.A` [buckets, heads]. Named are those that the model has.
   */
  vectors(architecture: Architecture, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const names: string[] = []
    const add = (name: string, value: Value) => {
      graph.name(name, graph.node('Identity', [value]))
      names.push(name)
    }
    const addNorm = (name: string, norm: Norm | null) => {
      if (norm === null) return
      add(`gain.${name}`, gain(graph, norm))
      if (norm.bias) add(`shift.${name}`, graph.weight(norm.bias))
    }
    for (const [number, { part }] of attentionsOf(architecture).entries()) {
      const { bias } = part.out
      if (bias) add(`bias.${number}`, scaled(graph, graph.weight(bias), part.writeScale))
      if (part.sinks) add(`sinks.${number}`, graph.weight(part.sinks))
      if (part.relative) add(`relative.${number}`, graph.weight(part.relative.table))
      addNorm(`${number}.after`, part.after)
      addNorm(`${number}.afterSum`, part.afterSum)
    }
    for (const stack of architecture.encoder ? [architecture.encoder, architecture] : [architecture]) {
      const { finalNorm, mlp } = vectorNames(stack)
      for (const [layer, block] of stack.blocks.entries()) addNorm(mlp(layer), block.mlp.afterSum)
      addNorm(finalNorm, stack.finalNorm)
    }
    return graph.build(names)
  },

  /** `ids` int64 [rows] → `directions` F32 [rows, d_model], the columns of W_U with its scale, and `biases` F32 [rows] where there are any. */
  words(architecture: Architecture, files: WeightFiles): EmittedGraph {
    const head = architecture.unembed
    if (head === null) throw new Error('This model scores no vocabulary.')
    const graph = new GraphBuilder(files)
    const ids = graph.input('ids', 'int64', ['rows'])
    const rows = scaled(graph, graph.rows(head.table, ids), head.scale)
    graph.name('directions', head.projection ? pulledBack(graph, rows, head.projection) : rows)
    if (head.bias) graph.name('biases', graph.rows(head.bias, ids))
    return graph.build(head.bias ? ['directions', 'biases'] : ['directions'])
  },
}

/** What the vectors of a stack's norms are called that are no attention's: of its MLPs' sums, and the final one. */
export function vectorNames({ at }: Pick<Stack, 'at'>) {
  return { mlp: (layer: number) => `${stackNames(at).block(layer)}.mlp`, finalNorm: stackNames(at).finalNorm }
}

/** W_O by head: [heads, d_head, d_model]. */
export function outSlices(
  graph: GraphBuilder,
  { weight, layout }: Linear,
  { heads, dHead, dModel }: Stack['sizes'],
): Value {
  if (layout === 'in-out') return graph.reshape(weightValues(graph, weight), heads, dHead, dModel)
  return graph.node('Transpose', [graph.reshape(weightValues(graph, weight), dModel, heads, dHead)], {
    perm: [1, 2, 0],
  })
}

/** Rows before a linear map whose products with a vector are those of `rows` with the vector after it: rows · Wᵀ for x · W. */
export function pulledBack(graph: GraphBuilder, rows: Value, { weight, layout }: Linear): Value {
  return graph.node('Gemm', [rows, graph.weight(weight)], { transB: layout === 'in-out' ? 1 : 0 })
}
