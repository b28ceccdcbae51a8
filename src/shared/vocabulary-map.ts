import * as z from 'zod'
import { direction } from './direction'
import { deviceName, tokenInfo } from './model-info'
import { unpackArrays } from './packed-arrays'
import { unpackTexts } from './packed-texts'
import type { Sliced } from './slices'
import { stationKinds } from './taps'
import { nearWord, point3 } from './trajectory'

/** Whose rows are the words' places: W_E, or W_U where it reads the stream as it is. */
export const wordTable = z.enum(['embedding', 'unembedding'])

/** How words come to three coordinates. */
export const vocabularyLayout = z.discriminatedUnion('kind', [
  /** Principal components of all rows. */
  z.strictObject({ kind: z.literal('pca') }),
  /** UMAP (McInnes, Healy and Melville 2018) over so many neighbours, the word itself among them as in umap-learn. */
  z.strictObject({
    kind: z.literal('umap'),
    neighbours: z.int().min(2).max(100),
    /** How close words may come to one another: `min_dist`. */
    minimumDistance: z.number().min(0).max(1),
    seed: z.int().min(0).max(1e9),
  }),
  /** Directions, and principal components of what is orthogonal to them. A pair of words is a direction with a list of one each. */
  z.strictObject({ kind: z.literal('axes'), axes: z.array(direction).min(1).max(3) }),
])

/** umap-learn's own defaults. */
export const usualUmap = { kind: 'umap', neighbours: 15, minimumDistance: 0.1, seed: 1 } as const

export const mostClusters = 64

/** So many of a word's nearest are answered at most. */
export const mostNeighbours = 200

/** What is asked of a map of all words. */
export const mapQuestion = z.object({
  of: wordTable,
  /** As they are, or divided by their lengths, so that distances are those of cosines. */
  rows: z.enum(['raw', 'unit']),
  layout: vocabularyLayout,
  /** k-means over the same rows. */
  clusters: z.object({ count: z.int().min(1).max(mostClusters), seed: z.int().min(0).max(1e9) }),
})

/** What a map and what is known of its words can be saved as. */
export const mapFileFormat = z.enum(['csv', 'json', 'npz', 'safetensors'])

const model = z.object({ name: z.string(), fingerprint: z.string() })

/** What is known of words without any layout, beside the lists that `readVocabularyWords` gives. */
export const vocabularyWordsFacts = z.object({
  model,
  of: wordTable,
  dModel: z.int(),
  /** Scripts, most words first; `scripts` are places in this list. */
  scripts: z.array(z.object({ name: z.string(), words: z.int() })),
  ranks: z.object({
    /** What the order is taken from: a tokenizer's merges, its scores, or nothing, where no word has a rank. */
    from: z.enum(['merges', 'scores']).nullable(),
    /** How many words have a rank. */
    words: z.int(),
    /** What it is and what it is not, in a sentence. */
    note: z.string(),
  }),
})

/** What is known of a map, beside the lists that `readVocabularyMap` gives. */
export const vocabularyMapFacts = z.object({
  model,
  device: deviceName,
  question: mapQuestion,
  words: z.int(),
  dModel: z.int(),
  /** Whether the layout came out of the store. */
  fromStore: z.boolean(),
  /** What it took to make, now or when it was stored. */
  milliseconds: z.number(),
  /** Axes that anything can be projected on; null for UMAP, which has none. */
  basis: z
    .object({
      /** Share of the rows' whole variance along each axis, between 0 and 1. */
      shares: z.tuple([z.number(), z.number(), z.number()]),
      hash: z.string(),
      /** The largest ‖C v − λ v‖ / λ of a principal axis v of the rows' covariance C: how far it is from being one. */
      residual: z.number(),
      /** The directions that the first axes are. */
      directions: z.array(z.object({ name: z.string(), ends: z.tuple([z.string(), z.string()]) })),
    })
    .nullable(),
  umap: z
    .object({
      /** Whether every word's neighbours are its nearest; of approximate ones, which share of the true ones was found in a sample. */
      neighbours: z.discriminatedUnion('found', [
        z.object({ found: z.literal('exactly') }),
        z.object({ found: z.literal('approximately'), recall: z.number(), sample: z.int() }),
      ]),
      epochs: z.int(),
      milliseconds: z.object({ neighbours: z.number(), layout: z.number() }),
    })
    .nullable(),
  /** Largest first: how many words each has, and the words nearest to its mean. `clusters` are places in this list. */
  clusters: z.array(z.object({ words: z.int(), nearest: z.array(z.object({ id: z.int(), text: z.string() })) })),
})

/** A token's way through its stations over a map. */
export const vocabularyPath = z.object({
  model,
  device: deviceName,
  tokens: z.array(tokenInfo),
  position: z.int(),
  /** Projected into the map's axes, or placed at the weighted mean of their nearest words, since UMAP projects nothing. */
  placed: z.enum(['projected', 'by-nearest-words']),
  /** What that means, in a sentence or two. */
  note: z.string(),
  stations: z.array(
    z.object({
      tap: z.string(),
      layer: z.int(),
      kind: z.enum(stationKinds),
      at: point3,
      /** The words nearest to it in the full space, nearest first. */
      nearest: z.array(nearWord),
    }),
  ),
})

/** A word's nearest in the full space, by cosine, nearest first and without itself. */
export const wordNeighbours = z.object({
  model,
  device: deviceName,
  word: z.object({ id: z.int(), text: z.string() }),
  words: z.array(nearWord),
})

export type MapFileFormat = z.infer<typeof mapFileFormat>
export type WordTable = z.infer<typeof wordTable>
export type VocabularyLayout = z.infer<typeof vocabularyLayout>
export type UmapLayout = Extract<VocabularyLayout, { kind: 'umap' }>
export type MapQuestion = z.infer<typeof mapQuestion>
export type VocabularyWordsFacts = z.infer<typeof vocabularyWordsFacts>
export type VocabularyMapFacts = z.infer<typeof vocabularyMapFacts>
export type VocabularyPath = z.infer<typeof vocabularyPath>
export type WordNeighbours = z.infer<typeof wordNeighbours>

/** All words of a table, by token id. */
export interface VocabularyWords extends VocabularyWordsFacts {
  /** By token id: every row of the table has one. */
  readonly texts: readonly string[]
  /** Euclidean lengths of the rows. */
  readonly norms: Float32Array
  /** From 0; −1 for words without one. */
  readonly ranks: VocabularyWordsFacts['ranks'] & { readonly of: Int32Array }
  readonly scriptOf: Uint16Array
  /** Characters (code points) of the text, without spaces at its ends. */
  readonly lengths: Uint16Array
}

/** Where all words of a table are, by token id. */
export interface VocabularyMap extends VocabularyMapFacts {
  /** [words, 3]. */
  readonly positions: Float32Array
  readonly clusterOf: Uint16Array
}

/** Reads the answer of `vocabulary.words`. Throws for bytes that are none. */
export function* readVocabularyWords(bytes: ArrayBuffer): Sliced<VocabularyWords> {
  const { facts, arrays } = unpackArrays(bytes)
  const { ranks, ...rest } = vocabularyWordsFacts.parse(facts)
  const { norms, ranks: of, scripts: scriptOf, lengths, units, ends } = arrays
  const areWords =
    norms instanceof Float32Array &&
    of instanceof Int32Array &&
    units instanceof Uint16Array &&
    ends instanceof Int32Array
  if (!areWords) throw new RangeError('These bytes are no words')
  const texts = yield* unpackTexts({ units, ends })
  return {
    ...rest,
    texts,
    norms,
    ranks: { ...ranks, of },
    scriptOf: scriptOf as Uint16Array,
    lengths: lengths as Uint16Array,
  }
}

/** Reads the answer of `vocabulary.map`. Throws for bytes that are none. */
export function readVocabularyMap(bytes: ArrayBuffer): VocabularyMap {
  const { facts, arrays } = unpackArrays(bytes)
  const { positions, clusters } = arrays
  if (!(positions instanceof Float32Array)) throw new RangeError('These bytes are no map')
  return { ...vocabularyMapFacts.parse(facts), positions, clusterOf: clusters as Uint16Array }
}
