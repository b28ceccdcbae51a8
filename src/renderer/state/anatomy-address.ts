import * as z from 'zod'
import { type PartPlace, partPlace } from '../../shared/anatomy'
import { type CacheDtype, cacheDtypes } from '../../shared/forward-work'
import { type CellMeasure, cellMeasure, type WeightChoice, weightChoice } from '../../shared/matrix'
import { keptChoices } from './kept-choices'

/** What the anatomy shows: what an address keeps of it. */
export interface AnatomyAddress {
  readonly section: 'parts' | 'matrix'
  /** Ids of published models that stand beside the open one. */
  readonly against: readonly string[]
  /** Tokens of the text that the costs are for. */
  readonly length: number
  readonly cache: CacheDtype
  /** Whose matrices are looked at. */
  readonly place: PartPlace | null
  /** Null for the first at the place. */
  readonly weight: WeightChoice | null
  readonly measure: CellMeasure
}

/** More bars than this are no comparison. */
export const mostAgainst = 6

export const usualAnatomy: AnatomyAddress = {
  section: 'parts',
  against: ['gpt-3'],
  length: 1024,
  cache: 'F16',
  place: null,
  weight: null,
  measure: 'mean',
}

const schema = z.object({
  section: z.enum(['parts', 'matrix']),
  against: z.array(z.string().max(80)).max(mostAgainst),
  length: z.int().min(1).max(999_999_999),
  cache: z.enum(Object.keys(cacheDtypes) as [CacheDtype, ...CacheDtype[]]),
  place: partPlace,
  weight: weightChoice,
  measure: cellMeasure,
})

export const { write: writeAnatomy, read: readAnatomy } = keptChoices<AnatomyAddress>(schema, usualAnatomy)
