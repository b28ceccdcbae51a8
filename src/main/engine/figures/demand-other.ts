import { Fault } from '../../../shared/fault'
import type { FigureSpec } from '../../../shared/figures/figure-spec'
import type { OpenedModel } from '../opened-model'
import type { DrawRequest } from './figure'

type SpecOfTwo = Extract<FigureSpec, { other: unknown }>

/** The second model of a figure of two. Throws an `input` fault where it is missing, or another than the spec's. */
export function demandOther({ spec, other }: DrawRequest<SpecOfTwo>): OpenedModel {
  if (other?.info.fingerprint === spec.other.fingerprint) return other
  throw Fault.input(`The figure is of two models, and the second is to be ${spec.other.name}`, {
    ...(other ? { file: other.info.path } : {}),
    place: 'other',
    remedy: 'Name that model’s own file or folder, or make the figure again.',
  })
}
