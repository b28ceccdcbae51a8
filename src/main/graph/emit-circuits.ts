import {
  type Architecture,
  attentionsOf,
  type HeadNorms,
  type Linear,
  type Norm,
  type PlacedAttention,
} from '../families'
import { noWeights, type WeightFiles } from '../weights'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import { outSlices, pulledBack } from './emit-head-writes'
import { weightValues } from './four-bits'
import { gain } from './norms'
import { flatLinear, scaled } from './parts'
import { queryKeyValue } from './query-key-value'
import { rotate } from './rotate'

/**
 * Which vectors of the residual stream stand for words: rows of the model's own W_E, of its encoder's, or columns of W_U. The
 * model is the decoder where there are two stacks.
 */
export type WordVectors = 'embedding' | 'encoder-embedding' | 'unembedding'

/** Whether the gains of the norms around are multiplied into the weights beside them, and what they centre is centred. */
export interface Folding {
  readonly folded: boolean
}

/**
 * Graphs beside the model of the circuits of its heads (Elhage et al. 2021, "A Mathematical Framework for Transformer
 * Circuits"). Weights come out of the parts that the model itself is made of, so that whatever a file does to a tensor is undone
 * here as there. Folding is as TransformerLens does it: γ into the rows, and LayerNorm's centring by taking off the rows' mean.
 */
export const circuitGraphs = {
  /**
   * An attention's four maps, each as vectors of the residual stream: `heads` and `keyHeads` int64 [n] → `q`, `k`, `v` and `o`
   * F32 [n, d_head, d_model], that is W_Qᵀ, W_Kᵀ, W_Vᵀ and W_O, and `q_bias`, `k_bias` [n, d_head]. Where it turns queries and
   * keys, `query_cos`, `query_sin`, `key_cos` and `key_sin` [1, 1, dimensions / 2] say by which angles.
   */
  maps(architecture: Architecture, files: WeightFiles, attention: number, { folded }: Folding): EmittedGraph {
    const graph = new GraphBuilder(files)
    const placed = attentionsOf(architecture)[attention]!
    const { stack, part } = placed
    const { sizes } = stack
    const norms = normsBefore(architecture, placed)
    const ofHeads = graph.input('heads', 'int64', ['heads'])
    const ofKeyHeads = graph.input('keyHeads', 'int64', ['heads'])
    const normOf = (of: 'query' | 'source') => (folded ? norms[of] : null)
    const [q, k, v] = queryKeyValue(graph, part.qkv, sizes, (linear, of) => rowsOf(graph, linear, normOf(of)))
    const [qBias, kBias] = queryKeyValue(graph, part.qkv, sizes, (linear, of) => biasOf(graph, linear, normOf(of)))
    const split = (rows: Value, heads: number) => graph.reshape(rows, 1, -1, heads, sizes.dHead)
    const normed = (rows: Value, of: 'q' | 'k', heads: number) => {
      const byHead = split(rows, heads)
      return folded && part.headNorms ? headGain(graph, byHead, part.headNorms, of, heads, sizes.dHead) : byHead
    }
    const turned = (rows: Value, of: 'query' | 'key') => {
      if (!part.rotary) return rows
      const half = part.rotary.dimensions / 2
      const [cos, sin] = ['cos', 'sin'].map((name) => graph.input(`${of}_${name}`, 'float', [1, 1, half]))
      return rotate(graph, rows, { cos: cos!, sin: sin! }, part.rotary, sizes.dHead)
    }
    const query = (rows: Value) => turned(normed(rows, 'q', sizes.heads), 'query')
    const key = (rows: Value) => turned(normed(rows, 'k', sizes.keyHeads), 'key')
    /** [1, rows, heads, d_head] → [n, d_head, rows]. */
    const chosen = (rows: Value, heads: Value) => {
      const byHead = graph.node('Transpose', [graph.node('Squeeze', [rows, graph.ints(0)])], { perm: [1, 2, 0] })
      return graph.node('Gather', [byHead, heads], { axis: 0 })
    }
    graph.name('q', chosen(query(q), ofHeads))
    graph.name('k', chosen(key(k), ofKeyHeads))
    graph.name('v', chosen(split(v, sizes.keyHeads), ofKeyHeads))
    graph.name('q_bias', graph.node('Squeeze', [chosen(query(qBias), ofHeads), graph.ints(-1)]))
    graph.name('k_bias', graph.node('Squeeze', [chosen(key(kBias), ofKeyHeads), graph.ints(-1)]))
    const written = scaled(graph, outSlices(graph, part.out, sizes), part.writeScale)
    const added = folded && part.after ? alongNorm(graph, centred(graph, written, part.after, -1), part.after) : written
    graph.name('o', graph.node('Gather', [added, ofHeads], { axis: 0 }))
    return graph.build(['q', 'k', 'v', 'o', 'q_bias', 'k_bias'])
  },

  /** `ids` int64 [rows] → `vectors` F32 [rows, d_model]. */
  words(architecture: Architecture, files: WeightFiles, of: WordVectors, folding: Folding): EmittedGraph {
    const graph = new GraphBuilder(files)
    graph.name('vectors', wordVectors(graph, architecture, graph.input('ids', 'int64', ['rows']), of, folding))
    return graph.build(['vectors'])
  },

  /** `ids` and `maps` F32 [n, d_model] → `products` [rows, n]: what each map makes of each word. */
  products(architecture: Architecture, files: WeightFiles, of: WordVectors, folding: Folding): EmittedGraph {
    const graph = new GraphBuilder(files)
    const vectors = wordVectors(graph, architecture, graph.input('ids', 'int64', ['rows']), of, folding)
    const maps = graph.input('maps', 'float', ['maps', architecture.sizes.dModel])
    graph.name('products', graph.node('Gemm', [vectors, maps], { transB: 1 }))
    return graph.build(['products'])
  },

  /** `ids` and `directions` F32 [n, d_model], of length 1 → `cosines` [rows, n] of each word's vector with each of them. */
  cosines(architecture: Architecture, files: WeightFiles, of: WordVectors, folding: Folding): EmittedGraph {
    const graph = new GraphBuilder(files)
    const vectors = wordVectors(graph, architecture, graph.input('ids', 'int64', ['rows']), of, folding)
    const directions = graph.input('directions', 'float', ['directions', architecture.sizes.dModel])
    const products = graph.node('Gemm', [vectors, directions], { transB: 1 })
    const length = graph.node('ReduceL2', [vectors, graph.ints(-1)], { keepdims: 1 })
    graph.name('cosines', graph.node('Div', [products, graph.node('Max', [length, graph.float(1e-12)])]))
    return graph.build(['cosines'])
  },

  /** `ids` → `product` F32 [d_model, d_model]: Σ u wᵀ over these words, u as they come out of the stream, w as they go in. */
  wordProduct(
    architecture: Architecture,
    files: WeightFiles,
    [out, into]: readonly [WordVectors, WordVectors],
    folding: Folding,
  ): EmittedGraph {
    const graph = new GraphBuilder(files)
    const ids = graph.input('ids', 'int64', ['rows'])
    const [u, w] = [out, into].map((of) => wordVectors(graph, architecture, ids, of, folding))
    graph.name('product', graph.node('Gemm', [u!, w!], { transA: 1 }))
    return graph.build(['product'])
  },

  /**
   * `from` [rows, n], `to` [columns, n] and `k` int64 [1] → of from · toᵀ, row after row, the `k` largest numbers and the k
   * smallest: `high`, `low` F32 and where they are, `high_at`, `low_at` int64.
   */
  extremes(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const [from, to] = [graph.input('from', 'float', ['rows', 'n']), graph.input('to', 'float', ['columns', 'n'])]
    const k = graph.input('k', 'int64', [1])
    const scores = graph.reshape(graph.node('Gemm', [from, to], { transB: 1 }), -1)
    for (const [largest, name] of [
      [1, 'high'],
      [0, 'low'],
    ] as const) {
      const [values, places] = graph.nodeWith('TopK', [scores, k], 2, { axis: 0, largest })
      graph.name(name, values!)
      graph.name(`${name}_at`, places!)
    }
    return graph.build(['high', 'low', 'high_at', 'low_at'], { high_at: 'int64', low_at: 'int64' })
  },

  /** `o`, `v` [heads, d_head, d_model] and `middle` [d_model, d_model] → `products` [heads, d_head, d_head]: o · middle · vᵀ. */
  between(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const [o, v] = [heads(graph, 'o', 'heads'), heads(graph, 'v', 'heads')]
    const middle = graph.input('middle', 'float', ['wide', 'wide'])
    graph.name('products', graph.node('MatMul', [graph.node('MatMul', [o, middle]), turnedOver(graph, v)]))
    return graph.build(['products'])
  },

  /** `maps` [heads, d_head, d_model] → `grams` [heads, d_head, d_head]: maps · mapsᵀ. */
  grams(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const maps = heads(graph, 'maps', 'heads')
    graph.name('grams', graph.node('MatMul', [maps, turnedOver(graph, maps)]))
    return graph.build(['grams'])
  },

  /**
   * How long the product of each of some heads' W_OV with each of others' maps is, squared, without making it: with C = W_O ·
   * into, ‖W_V W_O · into · outᵀ‖² = ⟨G_V C G_out, C⟩, where G is a map's Gram matrix. `o` [n, d_head, d_model], `v_gram`
   * [n, d_head, d_head], `into` [m, d_head, d_model], `out_gram` [m, d_head, d_head] → `squares` [n, m].
   */
  compositions(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const square = (name: string, count: string) => graph.input(name, 'float', [count, 'small', 'small'])
    const [o, into] = [heads(graph, 'o', 'n'), heads(graph, 'into', 'm')]
    const [vGram, outGram] = [square('v_gram', 'n'), square('out_gram', 'm')]
    const spread = (value: Value, axis: number) => graph.node('Unsqueeze', [value, graph.ints(axis)])
    const products = graph.node('MatMul', [spread(o, 1), spread(turnedOver(graph, into), 0)])
    const sandwiched = graph.node('MatMul', [graph.node('MatMul', [spread(vGram, 1), products]), spread(outGram, 0)])
    const squares = graph.node('Mul', [sandwiched, products])
    graph.name('squares', graph.node('ReduceSum', [squares, graph.ints(2, 3)], { keepdims: 0 }))
    return graph.build(['squares'])
  },
}

function heads(graph: GraphBuilder, name: string, count: string): Value {
  return graph.input(name, 'float', [count, 'small', 'wide'])
}

function turnedOver(graph: GraphBuilder, maps: Value): Value {
  return graph.node('Transpose', [maps], { perm: [0, 2, 1] })
}

/** The norms whose results an attention's queries, and its keys and values, are made of; an encoder's states come out of its last. */
function normsBefore({ encoder }: Architecture, { part, isCross }: PlacedAttention) {
  return { query: part.before, source: isCross ? (encoder?.finalNorm ?? null) : part.before }
}

/** W as rows [in, out], with the norm of what it reads folded in. */
function rowsOf(graph: GraphBuilder, { weight, layout }: Linear, norm: Norm | null): Value {
  const stored = weightValues(graph, weight)
  const rows = layout === 'in-out' ? stored : graph.node('Transpose', [stored], { perm: [1, 0] })
  if (norm === null) return rows
  const column = graph.node('Unsqueeze', [gain(graph, norm), graph.ints(-1)])
  return centred(graph, graph.node('Mul', [rows, column]), norm, 0)
}

/** b as a row [1, out], with what the norm adds to what it reads. */
function biasOf(graph: GraphBuilder, linear: Linear, norm: Norm | null): Value {
  const { weight, layout, bias } = linear
  const width = layout === 'in-out' ? weight.shape[1]! : weight.shape[0]!
  if (norm?.bias) return flatLinear(graph, graph.weight(norm.bias), linear)
  if (bias) return graph.reshape(graph.weight(bias), 1, width)
  return graph.node('Expand', [graph.float(0), graph.ints(1, width)])
}

/** LayerNorm takes the mean off what it reads: so do its reader's rows, along `axis`. */
function centred(graph: GraphBuilder, value: Value, { kind }: Pick<Norm, 'kind'>, axis: number): Value {
  return kind === 'layer' ? graph.node('Sub', [value, graph.node('ReduceMean', [value, graph.ints(axis)])]) : value
}

function alongNorm(graph: GraphBuilder, rows: Value, norm: Norm): Value {
  return graph.node('Mul', [rows, gain(graph, norm)])
}

/** The gains of the norms of queries or keys, on [1, rows, heads, d_head]. */
function headGain(
  graph: GraphBuilder,
  byHead: Value,
  norms: HeadNorms,
  of: 'q' | 'k',
  count: number,
  dHead: number,
): Value {
  const [first] = norms[of]
  if (norms.over === 'all') {
    const flat = centred(graph, graph.reshape(byHead, 1, -1, 1, count * dHead), first!, -1)
    return graph.reshape(alongNorm(graph, flat, first!), 1, -1, count, dHead)
  }
  const rows = norms[of].map((norm) => graph.reshape(gain(graph, norm), 1, dHead))
  const gains = rows.length === 1 ? rows[0]! : graph.node('Concat', rows, { axis: 0 })
  return graph.node('Mul', [centred(graph, byHead, first!, -1), gains])
}

/** Words as vectors of the residual stream, [rows, d_model], without positions and biases, which are no word's own. */
function wordVectors(
  graph: GraphBuilder,
  architecture: Architecture,
  ids: Value,
  of: WordVectors,
  { folded }: Folding,
): Value {
  if (of === 'unembedding') {
    const { unembed, finalNorm } = architecture
    if (unembed === null) throw new Error('This model scores no vocabulary.')
    const rows = scaled(graph, graph.rows(unembed.table, ids), unembed.scale)
    const columns = unembed.projection ? pulledBack(graph, rows, unembed.projection) : rows
    return folded && finalNorm ? centred(graph, alongNorm(graph, columns, finalNorm), finalNorm, -1) : columns
  }
  const { table, scale, projection, norm } = of === 'embedding' ? architecture.embed : architecture.encoder!.embed
  const rows = scaled(graph, graph.rows(table, ids), scale)
  const widened = (narrow: Value) => flatLinear(graph, narrow, { ...projection!.linear, bias: null })
  const words = projection?.of === 'rows' ? widened(rows) : rows
  const normed = folded && norm ? alongNorm(graph, centred(graph, words, norm, -1), norm) : words
  return projection?.of === 'sum' ? widened(normed) : normed
}
