import type { WeightInfo } from '../../shared/matrix'
import type { MatrixSource } from '../weights'

/** A weight of a model: what it is, and where its numbers come from. */
export interface ModelMatrix {
  readonly info: WeightInfo
  readonly source: MatrixSource
}
