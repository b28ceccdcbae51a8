import type { Graph } from '../graph'
import type { Op } from '../op'
import type { ProbedShapes } from '../shapes'
import type { Beside } from './beside'

/** What a fused operator is seen into with. */
export interface Seen {
  readonly beside: Beside
  /** Of the file alone. */
  readonly graph: Graph
  readonly shapes: ProbedShapes
}

/** Computes beside a node what it keeps to itself; says why not where it has a form that is not written down. */
export type SeeInto = (op: Op, seen: Seen) => string | null
