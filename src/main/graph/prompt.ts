import { type RelativeBias, type Rotary, relativeBuckets, type Stack } from '../families'
import type { GraphBuilder, Value } from './builder'

/** The graph's inputs. Which of them a graph reads stands in `EmittedGraph.inputs`. */
export const inputNames = {
  /** int64 [batch, pos]: the encoder's in an encoder–decoder */
  tokenIds: 'input_ids',
  /** int64 [batch, pos] of a decoder that reads an encoder */
  decoderTokenIds: 'decoder_input_ids',
  /** F32 [batch, source, d_model]: what such a decoder reads where it comes from no text */
  encoderStates: 'encoder_states',
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
  /** int64 [batch, pos]: the same over the tokens other than one, which has −1. */
  counted(without: number): Value
  /** [pos, 1, dimensions / 2] each, to be spread over heads. */
  rotary(rotary: Rotary): { readonly cos: Value; readonly sin: Value }
  /** bool [pos, pos], true where the query may see the key; null where it sees all. */
  mask(causal: boolean, window: number | null): Value | null
  /** F32 [heads, pos, pos]: what is added to the score of a query and a key by their distance. */
  relative(bias: RelativeBias): Value
  /** F32 [heads, pos, pos]: what ALiBi adds to the score of a query and a key. */
  alibi(): Value
}

/** What of a stack decides what its blocks need of a prompt. */
interface PromptFacts extends Pick<Stack, 'at' | 'rotaries'> {
  readonly sizes: Pick<Stack['sizes'], 'heads'>
}

export function readPrompt(graph: GraphBuilder, tokenIds: Value, { at, rotaries, sizes }: PromptFacts): Prompt {
  const batchAndPos = graph.node('Shape', [tokenIds])
  // Two stacks of one graph read prompts of their own.
  const once = (key: string, make: () => Value) => graph.once(`${at}:${key}`, make)
  const positions = () =>
    once('positions', () => {
      const length = graph.node('Gather', [batchAndPos, graph.int(1)], { axis: 0 })
      return graph.node('Range', [graph.int(0), length, graph.int(1)])
    })
  return {
    positions,
    counted: (without) =>
      once(`counted:${without}`, () => {
        const others = graph.node('Not', [graph.node('Equal', [tokenIds, graph.int(without)])])
        const ones = graph.node('Cast', [others], { to: 7 })
        const counts = graph.node('CumSum', [ones, graph.int(1)])
        return graph.node('Sub', [graph.node('Mul', [counts, ones]), graph.int(1)])
      }),
    shape: (...of) =>
      once(`shape:${of.join(',')}`, () => graph.node('Concat', [batchAndPos, graph.ints(...of)], { axis: 0 })),
    rotary(rotary) {
      const index = rotaries.indexOf(rotary)
      const names = inputNames.rotary(index)
      const table = (name: string) =>
        once(`over heads:${name}`, () => {
          const input = graph.input(name, 'float', ['pos', rotary.dimensions / 2])
          return graph.node('Unsqueeze', [input, graph.ints(1)])
        })
      return { cos: table(names.cos), sin: table(names.sin) }
    },
    mask: (causal, window) =>
      causal || window !== null
        ? once(`mask:${causal},${window}`, () => visible(graph, positions(), causal, window))
        : null,
    relative: (bias) =>
      once(`relative:${bias.table.name}`, () => {
        const far = graph.int(bias.longest)
        const near = graph.node('Max', [
          graph.node('Min', [distances(graph, positions()), far]),
          graph.int(-bias.longest),
        ])
        const buckets = graph.ints(...relativeBuckets(bias))
        const rows = graph.rows(
          bias.table,
          graph.node('Gather', [buckets, graph.node('Add', [near, far])], { axis: 0 }),
        )
        return graph.node('Transpose', [rows], { perm: [2, 0, 1] })
      }),
    alibi: () =>
      once('alibi', () => {
        const biases = graph.input(inputNames.alibi, 'float', [sizes.heads, 'pos'])
        const [ofKeys, ofQueries] = [1, 2].map((axis) => graph.node('Unsqueeze', [biases, graph.ints(axis)]))
        return graph.node('Sub', [ofKeys!, ofQueries!])
      }),
  }
}

/** int64 [pos, pos]: how far each key lies after its query. */
function distances(graph: GraphBuilder, positions: Value): Value {
  const [keys, queries] = [0, 1].map((axis) => graph.node('Unsqueeze', [positions, graph.ints(axis)]))
  return graph.node('Sub', [keys!, queries!])
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
