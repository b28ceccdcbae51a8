import { Fault } from '../../shared/fault'
import * as limits from './limits'
import { isJsonObject, parseJsonObject } from './read-json'

const remedy = 'Fetch the index again, and the weight files that belong to it.'

/**
 * Which weight file each tensor is in, from the bytes of a `model.safetensors.index.json`. Throws an `input` fault for one
 * that is malformed or that names a file outside its own folder.
 */
export function parseIndex(bytes: Uint8Array, file: string): ReadonlyMap<string, string> {
  const { value } = parseJsonObject(bytes, { file, subject: 'The index', remedy })
  const { weight_map: map } = value
  if (!isJsonObject(map)) throw Fault.input('The index has no map of weights', { file, place: 'weight_map', remedy })
  const entries = Object.entries(map)
  if (entries.length > limits.tensorsInModel) {
    throw Fault.input(`The index names ${entries.length} tensors, where at most ${limits.tensorsInModel} make sense`, {
      file,
      place: 'weight_map',
      remedy,
    })
  }
  const files = new Map<string, string>()
  for (const [tensor, name] of entries) {
    const place = `weight_map, tensor ${tensor}`
    if (typeof name !== 'string')
      throw Fault.input('The index does not say which file a tensor is in', { file, place, remedy })
    if (!isPlainName(name)) {
      throw Fault.input(`The index names a file outside its folder, ${JSON.stringify(name)}`, {
        file,
        place,
        remedy: 'Do not open this model unless you trust where it came from.',
      })
    }
    files.set(tensor, name)
  }
  const count = new Set(files.values()).size
  if (count === 0) throw Fault.input('The index names no tensors', { file, place: 'weight_map', remedy })
  if (count > limits.weightFiles) {
    throw Fault.input(`The index names ${count} weight files, where at most ${limits.weightFiles} make sense`, {
      file,
      place: 'weight_map',
      remedy,
    })
  }
  return files
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0:]/.test(name)
}
