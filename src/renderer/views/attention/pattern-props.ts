import type { Named } from '../../../shared/attention-places'
import type { ShownPattern } from '../../../shared/shown-pattern'

/** Places of a query and a key among the pattern's own. */
export interface Pair {
  readonly query: number
  readonly key: number
}

export interface PatternPart {
  readonly name: string
  readonly colour: string
  readonly weights: Float32Array
}

/** What the matrix and the lines are drawn from. */
export interface PatternViewProps {
  readonly queries: readonly Named[]
  readonly keys: readonly Named[]
  readonly pattern: ShownPattern
  readonly isMasked: (query: number, key: number) => boolean
  readonly chosen: Pair
  readonly room: number
  readonly name: string
  /** The chosen pair in words. */
  readonly told: string
  /** Each of several heads that are drawn together, in colours of their own; empty where one pattern is drawn. */
  readonly parts: readonly PatternPart[]
  readonly onPoint: (pair: Pair | null) => void
  readonly chooseQuery: (query: number) => void
  readonly chooseKey: (key: number) => void
}
