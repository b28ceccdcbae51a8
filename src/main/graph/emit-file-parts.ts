import type { FoundEmbedding, FoundParts, RowMap } from '../structure'
import type { EmittedGraph, Value } from './builder'
import { FileGraph, type FileNodes } from './file-graph'

/**
 * Small graphs beside an ONNX file, made of its own nodes: what `vocabularyGraphs` and `headWriteGraphs` are to a model whose weights
 * a family computes with, with the same inputs and outputs. Weights of any kind are then what the file makes of them.
 */
export const fileGraphs = {
  /** `vectors` [rows, from] → `rows` [rows, to]: through one map, or several one after the other. */
  map(nodes: FileNodes, first: RowMap, ...then: readonly RowMap[]): EmittedGraph {
    const graph = new FileGraph(nodes)
    const vectors = graph.input('vectors', 'float', ['rows', first.width.from])
    const rows = [first, ...then].reduce((made, map) => graph.rows(map, made), vectors)
    graph.name('rows', rows)
    return graph.build()
  },

  /** The same of several at once: `vectors.W` [rows, W] for each width W → what each makes of them, by its name. */
  maps(nodes: FileNodes, maps: ReadonlyMap<string, RowMap>): EmittedGraph {
    const graph = new FileGraph(nodes)
    const widths = new Map<number, Value>()
    for (const [name, map] of maps) {
      const { from } = map.width
      const vectors = widths.get(from) ?? graph.input(`vectors.${from}`, 'float', ['rows', from])
      widths.set(from, vectors)
      graph.name(name, graph.rows(map, vectors))
    }
    return graph.build()
  },

  /** What the graph's inputs make of the start of the stream: `start`. */
  start(nodes: FileNodes, { start }: FoundEmbedding): EmittedGraph {
    const graph = new FileGraph(nodes)
    graph.name('start', graph.cast(graph.value(start), 1))
    return graph.build()
  },

  /** `ids` int64 [rows] → `vectors` [rows, d_model]: rows of W_E, with nothing added. */
  wordRows(nodes: FileNodes, embedding: FoundEmbedding): EmittedGraph {
    const graph = new FileGraph(nodes)
    const ids = graph.input('ids', 'int64', ['rows'])
    graph.name('vectors', graph.node('Gather', [tableOf(graph, embedding), ids], { axis: 0 }))
    return graph.build()
  },

  /** `vectors` → `products` [rows, vocabulary], `lengths` [vocabulary, 1]: scalar products with W_E's rows, and how long those are. */
  wordProducts(nodes: FileNodes, embedding: FoundEmbedding, dModel: number): EmittedGraph {
    const graph = new FileGraph(nodes)
    const table = tableOf(graph, embedding)
    const vectors = graph.input('vectors', 'float', ['rows', dModel])
    graph.name('products', graph.node('MatMul', [vectors, graph.node('Transpose', [table], { perm: [1, 0] })]))
    graph.name('lengths', lengthOf(graph, table, dModel))
    return graph.build()
  },

  /** `vectors`, `k` int64 [1] → `ids`, `values` [rows, k]: the rows of W_E with the largest cosine, and that. */
  nearest(nodes: FileNodes, embedding: FoundEmbedding, dModel: number): EmittedGraph {
    const graph = new FileGraph(nodes)
    const table = tableOf(graph, embedding)
    const vectors = graph.input('vectors', 'float', ['rows', dModel])
    const lengths = graph.node('Transpose', [lengthOf(graph, table, dModel)], { perm: [1, 0] })
    const unit = graph.node('Div', [vectors, lengthOf(graph, vectors, dModel)])
    const products = graph.node('MatMul', [unit, graph.node('Transpose', [table], { perm: [1, 0] })])
    return top(graph, graph.node('Div', [products, lengths]))
  },

  /** `vectors`, `k` → `ids`, `values`: the logit lens's likeliest words, and their probabilities. */
  lens(nodes: FileNodes, scores: RowMap): EmittedGraph {
    const graph = new FileGraph(nodes)
    return top(graph, graph.node('Softmax', [scored(graph, scores)], { axis: 1 }))
  },

  /** `vectors`, `id` int64 [1] → `probabilities`, `ranks` [rows, 1]: one word under the logit lens. */
  watch(nodes: FileNodes, map: RowMap): EmittedGraph {
    const graph = new FileGraph(nodes)
    const id = graph.input('id', 'int64', [1])
    const scores = scored(graph, map)
    graph.name('probabilities', graph.node('Gather', [graph.node('Softmax', [scores], { axis: 1 }), id], { axis: 1 }))
    const own = graph.node('Gather', [scores, id], { axis: 1 })
    const above = graph.cast(graph.node('Greater', [scores, own]), 1)
    graph.name('ranks', graph.sums(above, map.width.to))
    return graph.build()
  },

  /**
   * `z.A` [heads, rows, d_head] for each of the attentions A → `writes.A` [heads, rows, d_model], without b_O, and `bias.A` [1,
   * d_model]. Each head goes through the file's own nodes with the others at 0; where these round what they read by its largest
   * number, its weights are taken from them first, by their columns.
   */
  writes(
    nodes: FileNodes,
    attentions: readonly {
      readonly number: number
      readonly map: RowMap
      readonly heads: number
      readonly dHead: number
    }[],
  ): EmittedGraph {
    const graph = new FileGraph(nodes)
    for (const { number, map, heads, dHead } of attentions) {
      const z = graph.input(`z.${number}`, 'float', [heads, 'rows', dHead])
      const bias = graph.rows(map, graph.repeated(0, 1, map.width.from))
      graph.name(`bias.${number}`, bias)
      if (roundsRows(map)) {
        const weights = graph.node('Sub', [graph.rows(map, graph.identity(map.width.from)), bias])
        graph.name(`writes.${number}`, graph.node('MatMul', [z, graph.reshape(weights, heads, dHead, -1)]))
        continue
      }
      const own = graph.reshape(graph.identity(heads), heads, 1, heads, 1)
      const parted = graph.node('Mul', [graph.reshape(z, heads, -1, 1, dHead), own])
      const rows = graph.node('Sub', [graph.rows(map, graph.reshape(parted, -1, map.width.from)), bias])
      graph.name(`writes.${number}`, graph.reshape(rows, heads, -1, map.width.to))
    }
    return graph.build()
  },

  /** `ids` int64 [count] → `directions` [count, d_model], the columns of W_U, and `biases` [1, count]. */
  words(nodes: FileNodes, { uncapped }: NonNullable<FoundParts['unembedding']>, count: number): EmittedGraph {
    const graph = new FileGraph(nodes)
    const ids = graph.input('ids', 'int64', [count])
    const scores = (rows: Value) =>
      graph.rows(uncapped, rows, { ids, count }) ?? graph.node('Gather', [graph.rows(uncapped, rows), ids], { axis: 1 })
    const biases = scores(graph.repeated(0, 1, uncapped.width.from))
    const columns = graph.node('Sub', [scores(graph.identity(uncapped.width.from)), biases])
    graph.name('biases', biases)
    graph.name('directions', graph.node('Transpose', [columns], { perm: [1, 0] }))
    return graph.build()
  },
}

/** Whether a map's products depend on the largest number of all rows, by which they are quantised. */
function roundsRows({ steps }: RowMap): boolean {
  return steps.some((step) => step.kind === 'node' && /DynamicQuantize/.test(step.op.type))
}

function scored(graph: FileGraph, scores: RowMap): Value {
  return graph.rows(scores, graph.input('vectors', 'float', ['rows', scores.width.from]))
}

/** W_E as wide as the stream, F32 [vocabulary, d_model]. */
function tableOf(graph: FileGraph, { lookup, dequantised, table, rows, widened }: FoundEmbedding): Value {
  const inBlocks = lookup.type === 'com.microsoft.GatherBlockQuantized'
  const stored = inBlocks ? allRows(graph, lookup, rows) : graph.value(table)
  const words = graph.cast(dequantised ? graph.again(dequantised, { 0: stored }) : stored, 1)
  if (widened === null) return words
  const bias = graph.rows(widened, graph.repeated(0, 1, widened.width.from))
  return graph.node('Sub', [graph.rows(widened, words), bias])
}

/** What an operator that takes rows makes of them all, since it may make them of quantised blocks. */
function allRows(graph: FileGraph, lookup: FoundEmbedding['lookup'], rows: number): Value {
  const all = graph.node('Range', [graph.int(0), graph.int(rows), graph.int(1)])
  return graph.again(lookup, { 1: all })
}

/** [rows, 1]; never 0, so that an empty row has cosine 0 to everything. */
function lengthOf(graph: FileGraph, rows: Value, width: number): Value {
  const squares = graph.sums(graph.node('Mul', [rows, rows]), width)
  return graph.node('Sqrt', [graph.node('Add', [squares, graph.floats([1e-24])])])
}

function top(graph: FileGraph, scores: Value): EmittedGraph {
  const k = graph.input('k', 'int64', [1])
  const [values, ids] = graph.nodeWith('TopK', [scores, k], 2, { axis: 1 })
  graph.name('values', values!)
  graph.name('ids', ids!, 'int64')
  return graph.build()
}
