import { noWeights } from '../weights'
import { type EmittedGraph, GraphBuilder } from './builder'

/** Products of rows that are handed in, F32 [rows, width], as graphs without weights. */
export const rowProductGraphs = {
  /** `rows`, `origin` [width] → `scatter` [width, width]: the sum over the rows of (x − origin)(x − origin)ᵀ. */
  scatter(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const rows = graph.input('rows', 'float', ['rows', 'width'])
    const away = graph.node('Sub', [rows, graph.input('origin', 'float', ['width'])])
    graph.name('scatter', graph.node('Gemm', [away, away], { transA: 1 }))
    return graph.build(['scatter'])
  },

  /**
   * `rows`, `centres` [centres, width], `halves` [centres] → `ids` int64 [rows], `values` [rows]: the place of the nearest centre
   * c, and x·c − ‖c‖²/2, which is the larger the nearer it is. `halves` holds ‖c‖²/2.
   */
  nearestCentre(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const rows = graph.input('rows', 'float', ['rows', 'width'])
    const centres = graph.input('centres', 'float', ['centres', 'width'])
    const products = graph.node('Gemm', [rows, centres], { transB: 1 })
    const scores = graph.node('Sub', [products, graph.input('halves', 'float', ['centres'])])
    graph.name('ids', graph.node('ArgMax', [scores], { axis: 1, keepdims: 0 }))
    graph.name('values', graph.node('ReduceMax', [scores, graph.ints(1)], { keepdims: 0 }))
    return graph.build(['ids', 'values'], { ids: 'int64' })
  },

  /**
   * `rows`, `among` [others, width], `halves` [others], `k` int64 [1] → `ids` int64 [rows, k]: places of the nearest by Euclidean
   * distance, the nearest first. `halves` holds half their squared lengths.
   */
  nearestAmong(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const rows = graph.input('rows', 'float', ['rows', 'width'])
    const among = graph.input('among', 'float', ['others', 'width'])
    const products = graph.node('Gemm', [rows, among], { transB: 1 })
    const scores = graph.node('Sub', [products, graph.input('halves', 'float', ['others'])])
    const [, ids] = graph.nodeWith('TopK', [scores, graph.input('k', 'int64', [1])], 2, { axis: -1 })
    graph.name('ids', ids!)
    return graph.build(['ids'], { ids: 'int64' })
  },
}
