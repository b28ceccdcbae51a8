import { Fault } from '../../../shared/fault'
import type { GgufMetadata } from './header'

/** GGUF files that are no language model, by their `general.type`. */
const otherKinds: ReadonlyMap<unknown, string> = new Map([
  ['adapter', 'a LoRA adapter, which changes another model'],
  ['mmproj', 'the part of a model that turns pictures or sound into embeddings'],
  ['imatrix', 'an importance matrix, from which quantisations are made'],
  ['vocab', 'a vocabulary without a model'],
])

/** Throws for a GGUF file that is no model. `tensors` is how many it holds. */
export function refuseOtherKinds(metadata: GgufMetadata, tensors: number, file: string): void {
  const fault = (message: string, place: string) =>
    Fault.input(message, { file, place, remedy: 'Open the model’s own file.' })
  const kind = otherKinds.get(metadata.get('general.type'))
  if (kind !== undefined) throw fault(`The file is ${kind}`, 'key general.type')
  // Older converters gave no type.
  const isProjector = metadata.get('general.architecture') === 'clip'
  if (isProjector) throw fault(`The file is ${otherKinds.get('mmproj')}`, 'key general.architecture')
  if (tensors === 0) throw fault('The file holds no tensors', 'the number of tensors')
}
