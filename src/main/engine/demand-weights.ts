import { Fault } from '../../shared/fault'
import type { OpenedModel, WeightsOrigin } from './opened-model'

/** The weights of a model by a family's names. Throws an `input` fault for an ONNX file, whose weights go by names of its own. */
export function demandWeights({ origin, info }: OpenedModel, remedy: string): WeightsOrigin {
  if (origin.kind === 'weights') return origin
  throw Fault.input(`${info.name} is an ONNX file, whose weights go by names of their own`, { file: info.path, remedy })
}
