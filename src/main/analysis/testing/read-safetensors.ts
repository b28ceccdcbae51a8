import { readFileSync } from 'node:fs'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'

/** The F32 tensors of a file that we made ourselves, whose names start with `prefix`, under the rest of their names. */
export function readSafetensors(path: string | URL, prefix: string): Map<string, FloatTensor> {
  const file = readFileSync(path)
  const start = 8 + Number(file.readBigUInt64LE(0))
  const header: Record<string, { shape: number[]; data_offsets: [number, number] }> = JSON.parse(
    file.toString('utf8', 8, start),
  )
  return new Map(
    Object.entries(header)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { shape, data_offsets }]) => {
        const bytes = file.subarray(start + data_offsets[0], start + data_offsets[1])
        return [name.slice(prefix.length), floatTensor(new Float32Array(Uint8Array.from(bytes).buffer), shape)]
      }),
  )
}
