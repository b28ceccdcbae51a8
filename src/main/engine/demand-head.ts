import type { AttentionPlace } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import type { OpenedModel } from './opened-model'

/** Throws an `input` fault for a head that an attention does not have. */
export function demandHead({ info }: OpenedModel, { place }: { readonly place: AttentionPlace }, head: number): void {
  const { heads } = place
  if (head < heads) return
  throw Fault.input(`${info.name} has no head ${place.name}.${head}`, {
    file: info.path,
    place: 'head',
    remedy: `Choose a head from 0 to ${heads - 1}.`,
  })
}
