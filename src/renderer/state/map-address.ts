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

/** What an address keeps of a map: only what differs from the usual. */
const kept = z
  .object({
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
  .partial()

const names = Object.keys(kept.shape) as (keyof MapChoices)[]

/** The choices as an address holds them; empty where all are as usual. */
export function writeMap(choices: MapChoices): string {
  const own = names.filter((name) => JSON.stringify(choices[name]) !== JSON.stringify(usualMap[name]))
  return own.length === 0 ? '' : JSON.stringify(Object.fromEntries(own.map((name) => [name, choices[name]])))
}

/** Reads what anyone may have written: what does not fit is as usual. */
export function readMap(text: string | null): MapChoices {
  try {
    return { ...usualMap, ...(kept.safeParse(JSON.parse(text ?? '{}')).data as Partial<MapChoices> | undefined) }
  } catch {
    return usualMap
  }
}
