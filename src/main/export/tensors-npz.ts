import type { FloatTensor } from '../../shared/tensor'
import { writeStoredZip } from './stored-zip'
import { bytesOf } from './tensors-safetensors'
import { writeFileAtomically } from './write-file'

/**
 * Writes tensors as NumPy's .npz: one F32 `.npy` member a tensor under its name, uncompressed, in the map's order, straight
 * out of their own memory. Whole or not at all (`writeFileAtomically`, whose faults it rejects with).
 */
export function writeNpz(
  path: string,
  tensors: ReadonlyMap<string, FloatTensor>,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const members = [...tensors].map(([name, { shape, data }]) => ({
    name: `${name}.npy`,
    parts: [npyHeader('<f4', shape), bytesOf(data)],
  }))
  return writeFileAtomically(path, (append) => writeStoredZip(members, append), options.signal)
}

/** Version 1.0 of the format, in NumPy's name of a type; padded so that the values start at a multiple of 64. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10
  const header = Buffer.alloc(10 + length, ' ')
  header.write('\x93NUMPY\x01\x00', 'latin1')
  header.writeUInt16LE(length, 8)
  header.write(text, 10, 'latin1')
  header.write('\n', 10 + length - 1)
  return header
}
