import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A block of ggml's Q4_0. */
const block = 32

/**
 * Copies the sample into a folder with its matrices rounded as Q4_0 rounds them: of 32 values each the nearest of sixteen, evenly
 * spaced. They are written as F16 again, so that it opens as any folder does. Answers the folder.
 */
export function makeQuantisedSample(folder: string): string {
  cpSync(join(import.meta.dirname, '../resources/sample'), folder, { recursive: true })
  const path = join(folder, 'model.safetensors')
  const bytes = readFileSync(path)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >
  for (const [name, { dtype, shape, data_offsets: at }] of Object.entries(header)) {
    if (name === '__metadata__' || shape.length < 2) continue
    if (dtype !== 'F16') throw new Error(`${name} is ${dtype}, and the sample was F16.`)
    const own = Uint8Array.from(bytes.subarray(start + at[0], start + at[1]))
    const values = new Float16Array(own.buffer)
    roundToFourBits(values)
    bytes.set(own, start + at[0])
  }
  writeFileSync(path, bytes)
  return folder
}

/** As ggml's quantize_row_q4_0_ref rounds: in each block the value that is farthest from 0 becomes −8 steps. */
export function roundToFourBits(values: Float16Array | Float32Array): void {
  for (let from = 0; from < values.length; from += block) {
    const own = values.subarray(from, from + block)
    let most = 0
    for (const value of own) if (Math.abs(value) > Math.abs(most)) most = value
    const step = most / -8
    if (step === 0) continue
    for (const [at, value] of own.entries()) own[at] = step * Math.min(7, Math.floor(value / step + 8.5) - 8)
  }
}
