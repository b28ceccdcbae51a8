import { join } from 'node:path'
import { Fault } from '../../../shared/fault'
import type { StoredTensor } from '../checkpoint'
import { readAt, withFile } from '../read-file'

/** Factors of rotary frequencies, one for each turned pair of a head. */
const names = ['rope_freqs.weight', 'rope_factors_long.weight', 'rope_factors_short.weight']
const mostValues = 65_536

/** The small tables of a file that say how the model computes, and are no weights of it. */
export async function readVectors(
  tensors: ReadonlyMap<string, StoredTensor>,
  folder: string,
): Promise<Map<string, readonly number[]>> {
  const vectors = new Map<string, readonly number[]>()
  for (const name of names) {
    const tensor = tensors.get(name)
    if (tensor !== undefined) vectors.set(name, await readVector(tensor, join(folder, tensor.file)))
  }
  return vectors
}

async function readVector({ name, dtype, length, offset }: StoredTensor, file: string): Promise<number[]> {
  if (dtype !== 'F32' || length > 4 * mostValues) {
    throw Fault.input(`The factors of the rotary frequencies should be at most ${mostValues} numbers in F32`, {
      file,
      place: `tensor ${name}`,
      remedy: 'Fetch the file again.',
    })
  }
  const bytes = await withFile(file, (handle) => readAt(handle, offset, length, file))
  return Array.from({ length: length / 4 }, (_, index) => bytes.readFloatLE(4 * index))
}
