import type { HeadDetail } from '../../shared/head-detail'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { demandFinite } from './finite'
import { directEffect, type FrozenNorm } from './head-detail-effect'
import { dot, norm } from './vectors'
import type { TopWords } from './vocabulary'

/** One attention's hook points, with a batch axis of 1: q [1, query, head, d_head], k and v [1, key, kv_head, d_head]. */
export interface HeadTensors {
  /** As multiplied: turned ones where positions are rotary. */
  readonly q: FloatTensor
  readonly k: FloatTensor
  readonly v: FloatTensor
  /** [1, head, query, key]; −∞ where the query does not see the key. */
  readonly scores: FloatTensor
  /** [1, head, query, key] */
  readonly pattern: FloatTensor
}

export interface HeadRequest {
  readonly tensors: HeadTensors
  /** What the hook points begin with. */
  readonly at: string
  /** Whether queries and keys are of the same tokens. */
  readonly isOwn: boolean
  /** Row among the queries. */
  readonly query: number
  /** Null for the head whose weight on a key is the largest (`chooseHead`). */
  readonly head: number | null
  /** Row among the keys; null for the one with the largest weight. */
  readonly key: number | null
  /** What q·k is multiplied with; null where that is not all that is done. */
  readonly scale: number | null
  /** The score of the query and a key of a head whose product is `dot`, also where a mask hides it; `seen` is what the run has. */
  scoreOf(head: number, key: number, dot: number, seen: number): number
  /** [heads]: each head's score for no token; null where there are no sinks. */
  readonly sinks: Float32Array | null
  /** The head's values [rows, d_head] through its slice of W_O, without b_O: [rows, d_model]. */
  writesOf(head: number, values: FloatTensor): Promise<FloatTensor>
  nearest(vectors: FloatTensor, k: number): Promise<TopWords>
  /** Logits [rows, d_vocab] of raw vectors [rows, d_model], and the final norm between; null where there are none. */
  readonly toLogits: { scores(vectors: FloatTensor): Promise<FloatTensor>; readonly norm: FrozenNorm | null } | null
  text(id: number): string
}

type Answer = Pick<
  HeadDetail,
  'head' | 'query' | 'key' | 'sharing' | 'q' | 'k' | 'products' | 'dot' | 'scale' | 'sink' | 'v' | 'row' | 'writes'
>

const wordsListed = 6

/**
 * Takes one query and key of a head apart, with the query's whole row; `query` and `key` are rows among the attention's own.
 * Throws a fault where values are not finite.
 */
export async function detailHead(request: HeadRequest): Promise<Answer> {
  const { tensors, at, isOwn, query, scale, text } = request
  const { scores, ...finite } = tensors
  for (const [name, tensor] of Object.entries(finite) as [string, FloatTensor][]) {
    demandFinite(tensor.data, `${at}.hook_${name}`)
  }
  const [, length, keyHeads] = tensors.k.shape as [number, number, number]
  const sharing = tensors.q.shape[2]! / keyHeads
  const head = request.head ?? chooseHead(tensors.pattern, { query, key: request.key, isOwn })
  const weights = row(tensors.pattern, 0, head, query)
  const seen = row(scores, 0, head, query)
  const key = request.key ?? largestAt(weights)
  const keyHead = Math.floor(head / sharing)
  const q = row(tensors.q, 0, query, head)
  const positions = Array.from({ length }, (_, position) => position)
  const keys = positions.map((position) => row(tensors.k, 0, position, keyHead))
  const values = positions.map((position) => row(tensors.v, 0, position, keyHead))
  const written = await request.writesOf(head, stacked(values))
  const [k, v, own] = [keys[key]!, values[key]!, row(written, key)]
  const vector = floatTensor(own.slice(), [1, own.length])
  const near = await request.nearest(vector, wordsListed)
  return {
    head,
    query,
    key,
    sharing,
    q: [...q],
    k: [...k],
    products: Array.from(q, (value, at) => value * k[at]!),
    dot: dot(q, k),
    scale,
    sink: request.sinks ? request.sinks[head]! : null,
    v: [...v],
    row: positions.map((position) => ({
      score: request.scoreOf(head, position, dot(q, keys[position]!), seen[position]!),
      masked: seen[position] === Number.NEGATIVE_INFINITY,
      weight: weights[position]!,
      valueLength: norm(values[position]!),
      writeLength: norm(row(written, position)),
    })),
    writes: {
      nearest: Array.from(near.ids, (id, at) => ({ id, text: text(id), cosine: near.values[at]! })),
      effect:
        request.toLogits &&
        (await directEffect(vector, request.toLogits.scores, request.toLogits.norm, wordsListed, text)),
    },
  }
}

/**
 * The head that looks hardest at one key: at the given one, or else at any but the query itself and the first token, where heads
 * rest that have nothing to do (attention sinks, Xiao et al. 2023). Without such a key, or among another text's, at any.
 */
export function chooseHead(
  pattern: FloatTensor,
  { query, key, isOwn }: Pick<HeadRequest, 'query' | 'key' | 'isOwn'>,
): number {
  const [, heads, , keys] = pattern.shape as [number, number, number, number]
  const all = Array.from({ length: keys }, (_, at) => at)
  const telling = isOwn ? all.filter((at) => at !== 0 && at !== query) : all
  const looked = key !== null ? [key] : telling.length > 0 ? telling : all
  const strength = (head: number) => {
    const weights = row(pattern, 0, head, query)
    return Math.max(...looked.map((at) => weights[at]!))
  }
  return largestAt(Array.from({ length: heads }, (_, head) => strength(head)))
}

/** The index of the largest value, the first of equals. */
function largestAt(values: ArrayLike<number>): number {
  let best = 0
  for (let at = 1; at < values.length; at++) if (values[at]! > values[best]!) best = at
  return best
}

function stacked(rows: readonly Float32Array[]): FloatTensor {
  const width = rows[0]!.length
  const data = new Float32Array(rows.length * width)
  for (const [at, values] of rows.entries()) data.set(values, at * width)
  return floatTensor(data, [rows.length, width])
}
