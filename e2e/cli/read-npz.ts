import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { type FloatTensor, floatTensor } from '../../src/shared/tensor'

/**
 * The arrays of a NumPy .npz by their names; anything but little-endian F32 in row-major order is an error. The format:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0
 */
export function readNpz(path: string): Map<string, FloatTensor> {
  const members = Object.entries(unzipSync(readFileSync(path)))
  return new Map(members.map(([name, data]) => [name.replace(/\.npy$/, ''), readNpy(Buffer.from(data))]))
}

function readNpy(bytes: Buffer): FloatTensor {
  if (bytes.toString('latin1', 0, 8) !== '\x93NUMPY\x01\x00') throw new Error('This is no .npy file of version 1.0')
  const start = 10 + bytes.readUInt16LE(8)
  const header = bytes.toString('latin1', 10, start)
  const [, type, order, sizes] =
    /^{'descr': '([^']*)', 'fortran_order': (\w+), 'shape': \(([^)]*)\), } *\n$/.exec(header) ?? []
  if (type !== '<f4' || order !== 'False') throw new Error(`An array is not F32 in row-major order: ${header}`)
  const shape = sizes!
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number)
  const values = Uint8Array.from(bytes.subarray(start))
  return floatTensor(new Float32Array(values.buffer), shape)
}
