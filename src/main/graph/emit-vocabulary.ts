import type { Stack, Unembed } from '../families'
import type { WeightFiles } from '../weights'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import { norm } from './norms'
import { embedSum, flatLinear, unembed } from './parts'

/** A stack that words go into, and come out of where it has an unembedding. */
export interface WordStack extends Stack {
  readonly unembed: Unembed | null
}

/**
 * Small graphs beside the model that relate vectors of the residual stream, F32 [rows, d_model], to the vocabulary. Each is a
 * session of its own, since ONNX Runtime wants every input of a graph, also those that nobody's output needs.
 */
export const vocabularyGraphs = {
  /** `ids` int64 [rows], `position` int64 [1] → `starts`: the residual stream's start there, were the token each of these. */
  embedded(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const ids = graph.input('ids', 'int64', ['rows'])
    const position = graph.input('position', 'int64', [1])
    graph.name('starts', embedSum(graph, { ids, positions: position, types: graph.ints(0) }, stack).start)
    return graph.build(['starts'])
  },

  /** `vectors`, `k` int64 [1] → `ids`, `values` [rows, k]: the rows of W_E with the largest cosine, and that. */
  nearest(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const table = words(graph, stack)
    const vectors = graph.input('vectors', 'float', ['rows', stack.sizes.dModel])
    const products = graph.node('Gemm', [unit(graph, vectors), table], { transB: 1 })
    const lengths = graph.node('Transpose', [lengthOf(graph, table)], { perm: [1, 0] })
    return top(graph, graph.node('Div', [products, lengths]))
  },

  /** `ids` int64 [rows] → `vectors` [rows, d_model]: rows of W_E, with nothing added. */
  embedRows(stack: WordStack, files: WeightFiles): EmittedGraph {
    const { table, projection } = stack.embed
    return rowsOf((graph, ids) => {
      const rows = graph.rows(table, ids)
      return projection ? flatLinear(graph, rows, { ...projection.linear, bias: null }) : rows
    }, files)
  },

  /** `vectors` → `products` [rows, vocabulary], `lengths` [vocabulary, 1]: scalar products with W_E's rows, and how long those are. */
  embedProducts(stack: WordStack, files: WeightFiles): EmittedGraph {
    return productsWith((graph) => words(graph, stack), stack, files)
  },

  /** The same of W_U's columns, where the unembedding reads the stream as it is. */
  unembedRows({ unembed: head }: WordStack, files: WeightFiles): EmittedGraph {
    return rowsOf((graph, ids) => graph.rows(head!.table, ids), files)
  },

  unembedProducts(stack: WordStack, files: WeightFiles): EmittedGraph {
    return productsWith((graph) => graph.weight(stack.unembed!.table), stack, files)
  },

  /** `vectors` → `normalized`. */
  finalNorm(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    graph.name('normalized', throughFinalNorm(graph, stack))
    return graph.build(['normalized'])
  },

  /** `vectors` → `scores` [rows, d_vocab]: the logits that the unembedding gives them. */
  scores(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    graph.name('scores', unembed(graph, throughFinalNorm(graph, stack), stack))
    return graph.build(['scores'])
  },

  /** The same before the soft cap, so that they are linear in the normalised vectors. */
  uncapped(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const normalized = throughFinalNorm(graph, stack)
    graph.name('scores', unembed(graph, normalized, stack, { capped: false }))
    return graph.build(['scores'])
  },

  /** `vectors`, `k` → `ids`, `values`: the logit lens's likeliest words, and their probabilities. */
  lens(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const scores = unembed(graph, throughFinalNorm(graph, stack), stack)
    return top(graph, graph.node('Softmax', [scores], { axis: -1 }))
  },

  /** `vectors`, `id` int64 [1] → `probabilities` [rows, 1], `ranks` [rows, 1]: one word under the logit lens. */
  watch(stack: WordStack, files: WeightFiles): EmittedGraph {
    const graph = new GraphBuilder(files)
    const id = graph.input('id', 'int64', [1])
    const scores = unembed(graph, throughFinalNorm(graph, stack), stack)
    const probabilities = graph.node('Softmax', [scores], { axis: -1 })
    graph.name('probabilities', graph.node('Gather', [probabilities, id], { axis: 1 }))
    const own = graph.node('Gather', [scores, id], { axis: 1 })
    const above = graph.node('Cast', [graph.node('Greater', [scores, own])], { to: 1 })
    graph.name('ranks', graph.node('ReduceSum', [above, graph.ints(-1)]))
    return graph.build(['probabilities', 'ranks'])
  },
}

export type VocabularyGraph = keyof typeof vocabularyGraphs

function throughFinalNorm(graph: GraphBuilder, { sizes, finalNorm }: WordStack): Value {
  const vectors = graph.input('vectors', 'float', ['rows', sizes.dModel])
  return finalNorm ? norm(graph, vectors, finalNorm).out : vectors
}

/**
 * W_E as wide as the stream, [vocabulary, d_model]. Its scale is left out: it changes no direction. So is the bias of what
 * widens it: like the positions it is added to every word.
 */
function words(graph: GraphBuilder, { embed: { table, projection } }: WordStack): Value {
  const rows = graph.weight(table)
  return projection ? flatLinear(graph, rows, { ...projection.linear, bias: null }) : rows
}

function rowsOf(rows: (graph: GraphBuilder, ids: Value) => Value, files: WeightFiles): EmittedGraph {
  const graph = new GraphBuilder(files)
  const ids = graph.input('ids', 'int64', ['rows'])
  graph.name('vectors', rows(graph, ids))
  return graph.build(['vectors'])
}

function productsWith(table: (graph: GraphBuilder) => Value, { sizes }: WordStack, files: WeightFiles): EmittedGraph {
  const graph = new GraphBuilder(files)
  const rows = table(graph)
  const vectors = graph.input('vectors', 'float', ['rows', sizes.dModel])
  graph.name('products', graph.node('Gemm', [vectors, rows], { transB: 1 }))
  graph.name('lengths', graph.node('ReduceL2', [rows, graph.ints(-1)], { keepdims: 1 }))
  return graph.build(['products', 'lengths'])
}

/** [rows, 1]; never 0, so that an empty row has cosine 0 to everything. */
function lengthOf(graph: GraphBuilder, rows: Value): Value {
  const length = graph.node('ReduceL2', [rows, graph.ints(-1)], { keepdims: 1 })
  return graph.node('Max', [length, graph.float(1e-12)])
}

function unit(graph: GraphBuilder, rows: Value): Value {
  return graph.node('Div', [rows, lengthOf(graph, rows)])
}

function top(graph: GraphBuilder, scores: Value): EmittedGraph {
  const k = graph.input('k', 'int64', [1])
  const [values, ids] = graph.nodeWith('TopK', [scores, k], 2, { axis: -1 })
  graph.name('values', values!)
  graph.name('ids', ids!)
  return graph.build(['values', 'ids'], { ids: 'int64' })
}
