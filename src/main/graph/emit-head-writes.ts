import type { Architecture, Linear, Norm } from '../families'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import type { ExternalFiles } from './external-files'

/**
 * Small graphs beside the model that take apart what attention writes: each head through its own slice of W_O (Elhage et al.
 * 2021, "A Mathematical Framework for Transformer Circuits"), and the vectors that the parts meet on their way to a logit.
 */
export const headWriteGraphs = {
  /** `z.L` F32 [heads, rows, d_head] for each of `layers` → `writes.L` F32 [heads, rows, d_model], without b_O. */
  writes(architecture: Architecture, files: ExternalFiles, layers: readonly number[]): EmittedGraph {
    const graph = new GraphBuilder(files)
    const { heads, dHead } = architecture.sizes
    for (const layer of layers) {
      const z = graph.input(`z.${layer}`, 'float', [heads, 'rows', dHead])
      graph.name(`writes.${layer}`, graph.node('MatMul', [z, slices(graph, architecture, layer)]))
    }
    return graph.build(layers.map((layer) => `writes.${layer}`))
  },

  /**
   * The model's small vectors, F32 [d_model] each: `bias.L` (b_O), and `gain.N`, `shift.N` of the norms, where N is `L.ln1`,
   * `L.ln2` or `final`. Named are those that the model has.
   */
  vectors(architecture: Architecture, files: ExternalFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const names: string[] = []
    const add = (name: string, value: Value) => {
      graph.name(name, graph.node('Identity', [value]))
      names.push(name)
    }
    const addNorm = (name: string, { weight, bias }: Norm) => {
      add(`gain.${name}`, graph.weight(weight))
      if (bias) add(`shift.${name}`, graph.weight(bias))
    }
    for (const [layer, { out, ln1, ln2 }] of architecture.blocks.entries()) {
      if (out.bias) add(`bias.${layer}`, graph.weight(out.bias))
      addNorm(`${layer}.ln1`, ln1)
      addNorm(`${layer}.ln2`, ln2)
    }
    if (architecture.finalNorm) addNorm('final', architecture.finalNorm)
    return graph.build(names)
  },

  /** `ids` int64 [rows] → `directions` F32 [rows, d_model], the columns of W_U, and `biases` F32 [rows] where there are any. */
  words(architecture: Architecture, files: ExternalFiles): EmittedGraph {
    const head = architecture.unembed
    if (head === null) throw new Error('This model scores no vocabulary.')
    const graph = new GraphBuilder(files)
    const ids = graph.input('ids', 'int64', ['rows'])
    graph.name('directions', graph.rows(head.table, ids))
    if (head.bias) graph.name('biases', graph.rows(head.bias, ids))
    return graph.build(head.bias ? ['directions', 'biases'] : ['directions'])
  },
}

/** W_O by head: [heads, d_head, d_model]. */
function slices(graph: GraphBuilder, { blocks, sizes: { heads, dHead, dModel } }: Architecture, layer: number): Value {
  const { weight, layout }: Linear = blocks[layer]!.out
  if (layout === 'in-out') return graph.reshape(graph.weight(weight), heads, dHead, dModel)
  return graph.node('Transpose', [graph.reshape(graph.weight(weight), dModel, heads, dHead)], { perm: [1, 2, 0] })
}
