import { basename } from 'node:path'
import { Fault } from '../../shared/fault'
import { someOf } from '../../shared/some-of'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { readAt, withFile } from './read-file'
import { readHeader } from './safetensors-file'

/** More numbers than this are no prompt's: 2 GiB. */
const mostBytes = 2 ** 31

/**
 * The one tensor of a safetensors file that is no model's, F32. Throws an `input` fault for a file that holds several, or one
 * of another dtype.
 */
export function readOneTensor(path: string): Promise<FloatTensor> {
  return withFile(path, async (handle, bytes) => {
    const { tensors } = await readHeader(handle, { path, name: basename(path), bytes })
    const [tensor, ...others] = tensors
    const remedy = 'Save the one tensor alone, in F32.'
    if (tensor === undefined) throw Fault.input('The file holds no tensor', { file: path, remedy })
    if (others.length > 0) {
      const names = someOf(
        tensors.map(({ name }) => name),
        4,
      )
      throw Fault.input(`The file holds ${tensors.length} tensors where one is read: ${names}`, { file: path, remedy })
    }
    const { name, dtype, shape, offset, length } = tensor
    const fault = (message: string) => Fault.input(message, { file: path, place: `tensor ${name}`, remedy })
    if (dtype !== 'F32') throw fault(`The tensor has the dtype ${dtype}`)
    if (length > mostBytes) throw fault(`The tensor is ${length} bytes long, where at most ${mostBytes} make sense`)
    const data = await readAt(handle, offset, length, path)
    const values = new Float32Array(length / 4)
    for (let at = 0; at < values.length; at++) values[at] = data.readFloatLE(4 * at)
    return floatTensor(values, shape)
  })
}
