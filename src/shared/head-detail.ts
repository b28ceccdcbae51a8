import * as z from 'zod'
import { type AttentionPlace, namedPlace, type Side } from './attention-places'
import { deviceName, tokenInfo } from './model-info'

/** One key as the query's row of a head sees it. */
const keyOfRow = z.object({
  /** q·k times the scale, capped and with its position's bias where the model does so; also where the mask hides it, there of the product alone where the scale is not known. */
  score: z.number(),
  /** Whether a mask hides the key from the query: it is later, or out of the layer's window. */
  masked: z.boolean(),
  /** After the softmax, from the run: 0 where masked. */
  weight: z.number(),
  /** ‖v‖ at the key. */
  valueLength: z.number(),
  /** ‖v·W_O‖: the length of what a weight of 1 on this key would write into the residual stream. */
  writeLength: z.number(),
})

/** A word and what a weight of 1 on the key adds to its logit. */
const movedWord = z.object({ id: z.int(), text: z.string(), logit: z.number() })

/**
 * One entry of one head's attention, taken apart: softmax(q·kᵀ · scale)·v (Vaswani et al. 2017), and what the head's slice of
 * W_O makes of v (the OV circuit of Elhage et al. 2021). All vectors are [d_head].
 */
export const headDetail = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  fromStore: z.boolean(),
  /** From asking for the run to having it, computed or read back. */
  milliseconds: z.number(),
  tokens: z.array(tokenInfo),
  /** Number of the attention (`attentionPlaces`), and which that is. */
  layer: z.int(),
  place: namedPlace,
  head: z.int(),
  /** Positions in the prompt; of a key that is a state, its number among them. */
  query: z.int(),
  key: z.int(),
  /** The position of the row's first key; 0 of states. */
  firstKey: z.int(),
  /** Heads that read this head's keys and values, itself among them: more than 1 with grouped keys. */
  sharing: z.int(),
  /** Whether q and k are turned by their positions (rotary) before they are multiplied; those here are the turned ones. */
  rotary: z.boolean(),
  q: z.array(z.number()),
  k: z.array(z.number()),
  /** q ⊙ k. */
  products: z.array(z.number()),
  /** q·k: what the products sum to. */
  dot: z.number(),
  /** The model's own; 1/√d_head in most. Null where a graph does more to the product, and only its scores tell. */
  scale: z.number().nullable(),
  /** The head's score for no token at all, which takes its share of the softmax; null where it has none. */
  sink: z.number().nullable(),
  v: z.array(z.number()),
  /** By key. */
  row: z.array(keyOfRow),
  /** What a weight of 1 on the key writes: v·W_O, without b_O. */
  writes: z.object({
    /** Rows of W_E with the largest cosine to it. */
    nearest: z.array(z.object({ id: z.int(), text: z.string(), cosine: z.number() })),
    /**
     * Its direct effect on the logits at the query: through the final norm with the scale that it has there in this run, and
     * the unembedding, past all later layers. Null where the model has no unembedding right after its last layer.
     */
    effect: z.object({ raises: z.array(movedWord), lowers: z.array(movedWord) }).nullable(),
  }),
})

export type HeadDetail = z.infer<typeof headDetail>
export type KeyOfRow = HeadDetail['row'][number]
export type MovedWord = z.infer<typeof movedWord>

/** The chosen key, as the query's row has it. */
export function chosenKey({ row, key, firstKey }: Pick<HeadDetail, 'row' | 'key' | 'firstKey'>): KeyOfRow {
  return row[key - firstKey]!
}

/**
 * The softmax of a row's scores divided by a temperature, 0 where masked: the model's own weights at 1. A sink is one more
 * score, whose weight goes to no key. The largest score is taken off first, so that no power overflows.
 */
export function weightsAt(
  { row, sink }: { readonly row: readonly Pick<KeyOfRow, 'score' | 'masked'>[]; readonly sink: number | null },
  temperature: number,
): number[] {
  const shown = row.filter(({ masked }) => !masked).map(({ score }) => score)
  const largest = Math.max(...shown, ...(sink === null ? [] : [sink]))
  const power = (score: number) => Math.exp((score - largest) / temperature)
  const powers = row.map(({ score, masked }) => (masked ? 0 : power(score)))
  const sum = powers.reduce((a, b) => a + b, sink === null ? 0 : power(sink))
  return powers.map((value) => value / sum)
}

/** What attentions' weights take: F32, queries × keys for each head, those that the mask hides included. */
export function patternCost(
  places: readonly Pick<AttentionPlace, 'heads' | 'queries' | 'keys'>[],
  tokensOn: (side: Side) => number,
): { weights: number; bytes: number } {
  const weights = places.reduce((sum, { heads, queries, keys }) => sum + heads * tokensOn(queries) * tokensOn(keys), 0)
  return { weights, bytes: 4 * weights }
}
