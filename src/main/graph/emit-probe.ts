import { noWeights } from '../weights'
import type { EmittedGraph } from './builder'
import { GraphBuilder } from './builder'

/** Graphs without weights that find out what a device can do: `x` F32 [2] → `y`, which is x again. */
export const probeGraphs = {
  /** Whether it runs at all. */
  plain(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const x = graph.input('x', 'float', [2])
    graph.name('y', graph.node('Sub', [graph.node('Add', [x, x]), x]))
    return graph.build(['y'])
  },
  /** Whether it computes in F16. */
  half(): EmittedGraph {
    const graph = new GraphBuilder(noWeights)
    const half = graph.node('Cast', [graph.input('x', 'float', [2])], { to: 10 })
    graph.name('y', graph.node('Cast', [graph.node('Neg', [graph.node('Neg', [half])])], { to: 1 }))
    return graph.build(['y'])
  },
}
