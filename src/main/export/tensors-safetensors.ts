import { Fault } from '../../shared/fault'
import type { FloatTensor } from '../../shared/tensor'
import { writeFileAtomically } from './write-file'

/**
 * Writes tensors under their names as F32 safetensors, in the map's order, straight out of their own memory. `metadata` is
 * the format's own table of texts. Whole or not at all (`writeFileAtomically`, whose faults it rejects with).
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, FloatTensor>,
  options: { metadata?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
): Promise<void> {
  if (tensors.has('__metadata__')) {
    throw Fault.input('No tensor can be called __metadata__ in a safetensors file', {
      file: path,
      remedy: 'Write .npz.',
    })
  }
  const entries: [string, unknown][] = options.metadata === undefined ? [] : [['__metadata__', options.metadata]]
  let offset = 0
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.byteLength
    entries.push([name, { dtype: 'F32', shape, data_offsets: [offset, end] }])
    offset = end
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  // Padded with spaces, as the format allows, so that the values start at a multiple of eight and can be mapped.
  const padding = (8 - (json.length % 8)) % 8
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length + padding))
  await writeFileAtomically(
    path,
    async (append) => {
      await append(Buffer.concat([length, json, Buffer.alloc(padding, ' ')]))
      for (const { data } of tensors.values()) await append(bytesOf(data))
    },
    options.signal,
  )
}

/** The tensor's memory as it lies: little-endian on every machine that we run on. */
export function bytesOf(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
