import * as z from 'zod'
import { type MapColouring, mapColouring } from '../../shared/figures/vocabulary/map-colours'
import {
  type MapQuestion,
  mostClusters,
  usualUmap,
  vocabularyLayout,
  type WordTable,
  wordTable,
} from '../../shared/vocabulary-map'
import { keptChoices } from './kept-choices'

/** How the map of words is made and drawn: what an address keeps of it. */
export interface MapChoices {
  readonly of: WordTable
  readonly rows: MapQuestion['rows']
  readonly layout: MapQuestion['layout']['kind']
  readonly umap: { readonly neighbours: number; readonly minimumDistance: number; readonly seed: number }
  readonly clusters: number
  readonly colouring: MapColouring
  /** Whether all words lie on the plane of the first two components. */
  readonly flat: boolean
  /** The most words that are labelled. */
  readonly labels: number
  /** Whether the chosen token's path is drawn over the words. */
  readonly path: boolean
}

const { neighbours, minimumDistance, seed } = usualUmap

export const usualMap: MapChoices = {
  of: 'embedding',
  rows: 'unit',
  layout: 'pca',
  umap: { neighbours, minimumDistance, seed },
  clusters: 8,
  colouring: 'rank',
  flat: false,
  labels: 40,
  path: false,
}

const [, umapLayout] = vocabularyLayout.options

const schema = z.object({
  of: wordTable,
  rows: z.enum(['raw', 'unit']),
  layout: z.enum(['pca', 'umap', 'axes']),
  umap: umapLayout.omit({ kind: true }),
  clusters: z.int().min(1).max(mostClusters),
  colouring: mapColouring,
  flat: z.boolean(),
  labels: z.int().min(0).max(200),
  path: z.boolean(),
})

export const { write: writeMap, read: readMap } = keptChoices<MapChoices>(schema, usualMap)
