import type { TokenInfo } from '../../../shared/model-info'
import type { ShownPattern } from '../../../shared/shown-pattern'

export interface Pair {
  readonly query: number
  readonly key: number
}

/** What the matrix and the lines are drawn from. */
export interface PatternViewProps {
  readonly tokens: readonly TokenInfo[]
  readonly pattern: ShownPattern
  readonly isMasked: (query: number, key: number) => boolean
  readonly chosen: Pair
  readonly room: number
  readonly name: string
  /** The chosen pair in words. */
  readonly told: string
  readonly onPoint: (pair: Pair | null) => void
}
