import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FloatTensor } from '../../../shared/tensor'

/** Writes states as a decoder is given them; of another shape or dtype than they are, to be refused. */
export function writeStates(
  folder: string,
  states: FloatTensor,
  { shape = states.shape, dtype = 'F32' }: { readonly shape?: readonly number[]; readonly dtype?: 'F32' | 'F16' } = {},
): string {
  const path = join(folder, `states-${shape.join('-')}-${dtype}.safetensors`)
  const count = shape.reduce((all, size) => all * size, 1)
  const values = Buffer.alloc(count * (dtype === 'F32' ? 4 : 2))
  if (dtype === 'F32') for (let at = 0; at < count; at++) values.writeFloatLE(states.data[at]!, 4 * at)
  const header = Buffer.from(JSON.stringify({ states: { dtype, shape, data_offsets: [0, values.length] } }))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  writeFileSync(path, Buffer.concat([length, header, values]))
  return path
}
