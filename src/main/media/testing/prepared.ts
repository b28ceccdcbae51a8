import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const file = readFileSync(resolve('fixtures/media/prepared.safetensors'))
const headerBytes = Number(file.readBigUInt64LE(0))
const header: Record<string, { data_offsets: [number, number] }> = JSON.parse(
  file.subarray(8, 8 + headerBytes).toString('utf8'),
)

/** What transformers made of a file of fixtures/media. */
export function prepared(name: string): Float32Array {
  const [from, to] = header[name]!.data_offsets
  return new Float32Array(new Uint8Array(file.subarray(8 + headerBytes + from, 8 + headerBytes + to)).buffer)
}

/** The largest difference; infinite where they are not equally many. */
export function farthest(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0)
}
