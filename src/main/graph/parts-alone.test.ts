import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { noWeights } from '../weights'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import { norm } from './norms'
import { gated, scaled, sinusoids, softCapped } from './parts'
import { readPrompt } from './prompt'
import { clipped, inHalves } from './query-rows'
import { rotate } from './rotate'

/** What a graph without weights makes of its feeds. */
async function computed({ model, outputs }: EmittedGraph, feeds: Record<string, Tensor>): Promise<number[]> {
  const session = await InferenceSession.create(model)
  const results = await session.run(feeds)
  await session.release()
  return [...(results[outputs.get('y')!]!.data as Float32Array)]
}

const floats = (values: readonly number[], shape: readonly number[]) => new Tensor('float32', values, shape)

function graphOf(make: (graph: GraphBuilder) => Value): EmittedGraph {
  const graph = new GraphBuilder(noWeights)
  graph.name('y', make(graph))
  return graph.build(['y'])
}

describe('turning by position', () => {
  const angle = 0.3
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const turnedBy = async (layout: 'halves' | 'pairs', dHead: number) =>
    computed(
      graphOf((graph) => {
        const [x, c, s] = [
          graph.input('x', 'float', [1, 1, 1, dHead]),
          graph.input('cos', 'float', [1, 1, 2]),
          graph.input('sin', 'float', [1, 1, 2]),
        ]
        return rotate(graph, x, { cos: c, sin: s }, { dimensions: 4, layout }, dHead)
      }),
      {
        x: floats([1, 2, 3, 4, 5, 6].slice(0, dHead), [1, 1, 1, dHead]),
        cos: floats([cos, 1], [1, 1, 2]),
        sin: floats([sin, 0], [1, 1, 2]),
      },
    )
  const close = (got: number[], expected: number[]) => {
    expect(got).toHaveLength(expected.length)
    for (const [i, value] of expected.entries()) expect(got[i]).toBeCloseTo(value, 6)
  }

  it('turns dimension i with i + half where heads lie in halves', async () => {
    close(await turnedBy('halves', 4), [cos - 3 * sin, 2, 3 * cos + sin, 4])
  })

  it('turns neighbours where heads lie in pairs', async () => {
    close(await turnedBy('pairs', 4), [cos - 2 * sin, 2 * cos + sin, 3, 4])
  })

  it('leaves a head’s other dimensions', async () => {
    close(await turnedBy('halves', 6), [cos - 3 * sin, 2, 3 * cos + sin, 4, 5, 6])
    close(await turnedBy('pairs', 6), [cos - 2 * sin, 2 * cos + sin, 3, 4, 5, 6])
  })
})

describe('what a query sees', () => {
  const seen = async (causal: boolean, window: number | null) => {
    const graph = graphOf((building) => {
      const ids = building.input('ids', 'int64', [1, 'pos'])
      const prompt = readPrompt(building, ids, { at: 'blocks', rotaries: [], sizes: { heads: 1 } })
      return building.node('Cast', [prompt.mask(causal, window)!], { to: 1 })
    })
    const mask = await computed(graph, { ids: new Tensor('int64', [0n, 0n, 0n, 0n], [1, 4]) })
    return [0, 1, 2, 3].map((query) => mask.slice(4 * query, 4 * query + 4).join(''))
  }

  it('is itself and what came before', async () => {
    expect(await seen(true, null)).toEqual(['1000', '1100', '1110', '1111'])
  })

  it('is as many tokens as the window is wide, itself among them', async () => {
    expect(await seen(true, 2)).toEqual(['1000', '1100', '0110', '0011'])
  })

  it('lies on both sides of it where the window is not causal', async () => {
    expect(await seen(false, 2)).toEqual(['1100', '1110', '0111', '0011'])
  })
})

describe('gates and caps', () => {
  it('hold gate and up within their limits as gpt-oss does', async () => {
    const [limit, alpha] = [1.5, 1.702]
    const gates = [-3, 0.5, 1, 9]
    const ups = [-4, 0.25, 5, 1]
    const got = await computed(
      graphOf((graph) =>
        gated(graph, graph.input('gate', 'float', [4]), graph.input('up', 'float', [4]), {
          ...{ kind: 'clamped', limit, alpha },
        }),
      ),
      { gate: floats(gates, [4]), up: floats(ups, [4]) },
    )
    for (const [i, gate] of gates.entries()) {
      const low = Math.min(gate, limit)
      const held = Math.min(limit, Math.max(-limit, ups[i]!))
      expect(got[i]).toBeCloseTo((low / (1 + Math.exp(-alpha * low))) * (held + 1), 6)
    }
  })

  it('bend scores toward the cap and never beyond', async () => {
    const scores = [-100, -1, 0, 2, 50]
    const got = await computed(
      graphOf((graph) => softCapped(graph, graph.input('x', 'float', [5]), 3)),
      { x: floats(scores, [5]) },
    )
    for (const [i, score] of scores.entries()) expect(got[i]).toBeCloseTo(3 * Math.tanh(score / 3), 6)
  })
})

describe('positions that pass over padding', () => {
  it('count the other tokens alone, and give padding −1', async () => {
    const graph = graphOf((building) => {
      const ids = building.input('ids', 'int64', ['batch', 'pos'])
      const prompt = readPrompt(building, ids, { at: 'blocks', rotaries: [], sizes: { heads: 1 } })
      return building.node('Cast', [prompt.counted(1)], { to: 1 })
    })
    const ids = new Tensor('int64', [7n, 1n, 8n, 9n, 5n, 6n, 1n, 1n], [2, 4])
    expect(await computed(graph, { ids })).toEqual([0, -1, 1, 2, 0, 1, -1, -1])
  })
})

const of = (values: readonly number[], make: (graph: GraphBuilder, x: Value) => Value) =>
  computed(
    graphOf((graph) => make(graph, graph.input('x', 'float', [1, values.length]))),
    { x: floats(values, [1, values.length]) },
  )

describe('a norm without weights', () => {
  const x = [1, 2, 3, 6]
  const bare = { eps: 0.5, width: 4, weight: null, bias: null }

  it('centres and divides by the standard deviation as a LayerNorm', async () => {
    const mean = 3
    const scale = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4 + 0.5)
    const got = await of(x, (graph, value) => norm(graph, value, { kind: 'layer', ...bare }).out)
    for (const [i, value] of x.entries()) expect(got[i]).toBeCloseTo((value - mean) / scale, 6)
  })

  it('divides by the root of the mean square as an RMSNorm', async () => {
    const scale = Math.sqrt(x.reduce((sum, value) => sum + value ** 2, 0) / 4 + 0.5)
    const got = await of(x, (graph, value) => norm(graph, value, { kind: 'rms', ...bare }).out)
    for (const [i, value] of x.entries()) expect(got[i]).toBeCloseTo(value / scale, 6)
  })
})

describe('rows of queries and keys', () => {
  it('have each head’s even dimensions before its odd ones where they came in pairs', async () => {
    expect(await of([0, 1, 2, 3, 10, 11, 12, 13], (graph, x) => inHalves(graph, x, 4, 4))).toEqual([
      ...[0, 2, 1, 3],
      ...[10, 12, 11, 13],
    ])
  })

  it('are held within a bound on both sides', async () => {
    expect(await of([-3, -1, 0, 2, 5], (graph, x) => clipped(graph, x, 2))).toEqual([-2, -1, 0, 2, 2])
  })
})

it('what a part writes is multiplied by one number', async () => {
  expect(await of([1, -2], (graph, x) => scaled(graph, x, 0.25))).toEqual([0.25, -0.5])
})

describe('sines of positions', () => {
  const at = (position: number, reached: boolean) =>
    computed(
      graphOf((graph) => sinusoids(graph, graph.input('p', 'int64', [1]), 6, reached)),
      { p: new Tensor('int64', BigInt64Array.of(BigInt(position)), [1]) },
    )
  const expected = (position: number, last: number) => {
    const angles = [0, 1, 2].map((i) => position / 10_000 ** (i / last))
    return [...angles.map(Math.sin), ...angles.map(Math.cos)]
  }

  it('slow down by equal factors toward 1 / 10,000, which they stop short of', async () => {
    for (const [i, value] of (await at(7, false)).entries()) expect(value).toBeCloseTo(expected(7, 3)[i]!, 5)
  })

  it('or reach, as fairseq’s do', async () => {
    for (const [i, value] of (await at(7, true)).entries()) expect(value).toBeCloseTo(expected(7, 2)[i]!, 5)
  })
})
