import type { Architecture, Linear, Norm } from '../families'
import type { WeightFiles } from '../weights'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import { gain } from './norms'
import { scaled } from './parts'

/**
 * Small graphs beside the model that take apart what attention writes: each head through its own slice of W_O (Elhage et al.
 * 2021, "A Mathematical Framework for Transformer Circuits"), and the vectors that the parts meet on their way to a logit.
 */
export const headWriteGraphs = {
  /** `z.L` F32 [heads, rows, d_head] for each of `layers` → `writes.L` F32 [heads, rows, d_model], without b_O. */
  writes(architecture: Architecture, files: WeightFiles, layers: readonly number[]): EmittedGraph {
    const graph = new GraphBuilder(files)
    const { heads, dHead } = architecture.sizes
    for (const layer of layers) {
      const z = graph.input(`z.${layer}`, 'float', [heads, 'rows', dHead])
      graph.name(`writes.${layer}`, writes(graph, z, architecture, layer))
    }
    return graph.build(layers.map((layer) => `writes.${layer}`))
  },

  /**
   * The model's small vectors, F32 [d_model] each: `bias.L` (b_O), and `gain.N`, `shift.N` of the norms, where N is `L.attention`
   * or `L.mlp` with the place (`after`, `afterSum`), or `final`;
   * and `sinks.L` [heads], `relative.L` [buckets, heads]. Named are those that the model has.
   */
  vectors({ blocks, finalNorm }: Architecture, files: WeightFiles): EmittedGraph {
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
    for (const [layer, { attention, mlp }] of blocks.entries()) {
      const { bias } = attention.out
      if (bias) add(`bias.${layer}`, scaled(graph, graph.weight(bias), attention.writeScale))
      if (attention.sinks) add(`sinks.${layer}`, graph.weight(attention.sinks))
      if (attention.relative) add(`relative.${layer}`, graph.weight(attention.relative.table))
      addNorm(`${layer}.attention.after`, attention.after)
      addNorm(`${layer}.attention.afterSum`, attention.afterSum)
      addNorm(`${layer}.mlp.afterSum`, mlp.afterSum)
    }
    addNorm('final', finalNorm)
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

function writes(graph: GraphBuilder, z: Value, architecture: Architecture, layer: number): Value {
  const { writeScale } = architecture.blocks[layer]!.attention
  return scaled(graph, graph.node('MatMul', [z, slices(graph, architecture, layer)]), writeScale)
}

/** W_O by head: [heads, d_head, d_model]. */
function slices(graph: GraphBuilder, { blocks, sizes: { heads, dHead, dModel } }: Architecture, layer: number): Value {
  const { weight, layout }: Linear = blocks[layer]!.attention.out
  if (layout === 'in-out') return graph.reshape(graph.weight(weight), heads, dHead, dModel)
  return graph.node('Transpose', [graph.reshape(graph.weight(weight), dModel, heads, dHead)], { perm: [1, 2, 0] })
}

/** Rows before a linear map whose products with a vector are those of `rows` with the vector after it: rows · Wᵀ for x · W. */
function pulledBack(graph: GraphBuilder, rows: Value, { weight, layout }: Linear): Value {
  return graph.node('Gemm', [rows, graph.weight(weight)], { transB: layout === 'in-out' ? 1 : 0 })
}
