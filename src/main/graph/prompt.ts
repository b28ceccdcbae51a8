import type { Architecture, Rotary } from '../families'
import type { GraphBuilder, Value } from './builder'

/** The graph's inputs. Which of them a graph reads stands in `EmittedGraph.inputs`. */
export const inputNames = {
  /** int64 [batch, pos] */
  tokenIds: 'input_ids',
  /** int64 [batch, pos] */
  tokenTypeIds: 'token_type_ids',
  /** F32 [heads, pos], of `alibiBiases` */
  alibi: 'alibi',
  /** F32 [pos, dimensions / 2] each, of `rotaryTables`: for each of the architecture's rotaries */
  rotary: (index: number) => (index === 0 ? rotaryNames('') : rotaryNames(`.${index}`)),
} as const

function rotaryNames(end: string) {
  return { cos: `rotary_cos${end}`, sin: `rotary_sin${end}` }
}

/** What blocks need of the prompt, each made once for all layers. */
export interface Prompt {
  /** batch, pos and then the sizes given. */
  shape(...sizes: number[]): Value
  /** int64 [pos]: 0, 1, 2 … */
  positions(): Value
  /** [pos, 1, dimensions / 2] each, to be spread over heads. */
  rotary(rotary: Rotary): { readonly cos: Value; readonly sin: Value }
  /** bool [pos, pos], true where the query may see the key; null where it sees all. */
  mask(causal: boolean, window: number | null): Value | null
  /** F32 [heads, pos, pos]: what ALiBi adds to the score of a query and a key. */
  alibi(): Value
}

/** What of the model decides what its blocks need of a prompt. */
interface PromptFacts extends Pick<Architecture, 'rotaries'> {
  readonly sizes: Pick<Architecture['sizes'], 'heads'>
}

export function readPrompt(graph: GraphBuilder, tokenIds: Value, { rotaries, sizes }: PromptFacts): Prompt {
  const batchAndPos = graph.node('Shape', [tokenIds])
  const positions = () =>
    graph.once('positions', () => {
      const length = graph.node('Gather', [batchAndPos, graph.int(1)], { axis: 0 })
      return graph.node('Range', [graph.int(0), length, graph.int(1)])
    })
  return {
    positions,
    shape: (...of) =>
      graph.once(`shape:${of.join(',')}`, () => graph.node('Concat', [batchAndPos, graph.ints(...of)], { axis: 0 })),
    rotary(rotary) {
      const index = rotaries.indexOf(rotary)
      const names = inputNames.rotary(index)
      const table = (name: string) =>
        graph.once(`over heads:${name}`, () => {
          const input = graph.input(name, 'float', ['pos', rotary.dimensions / 2])
          return graph.node('Unsqueeze', [input, graph.ints(1)])
        })
      return { cos: table(names.cos), sin: table(names.sin) }
    },
    mask: (causal, window) =>
      causal || window !== null
        ? graph.once(`mask:${causal},${window}`, () => visible(graph, positions(), causal, window))
        : null,
    alibi: () =>
      graph.once('alibi', () => {
        const biases = graph.input(inputNames.alibi, 'float', [sizes.heads, 'pos'])
        const [ofKeys, ofQueries] = [1, 2].map((axis) => graph.node('Unsqueeze', [biases, graph.ints(axis)]))
        return graph.node('Sub', [ofKeys!, ofQueries!])
      }),
  }
}

/**
 * Whether a query sees a key: none after itself where it is causal, and within a window of n only the n − 1 tokens before it
 * and itself (Beltagy et al. 2020, "Longformer"; Jiang et al. 2023, "Mistral 7B"), as transformers' sliding_window counts.
 */
function visible(graph: GraphBuilder, positions: Value, causal: boolean, window: number | null): Value {
  const queries = graph.node('Unsqueeze', [positions, graph.ints(1)])
  const keys = graph.node('Unsqueeze', [positions, graph.ints(0)])
  const past = graph.node('GreaterOrEqual', [queries, keys])
  if (window === null) return past
  const back = graph.node('Sub', [queries, keys])
  const distance = causal ? back : graph.node('Abs', [back])
  const near = graph.node('Less', [distance, graph.int(window)])
  return causal ? graph.node('And', [past, near]) : near
}
