import { readFileSync } from 'node:fs'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'
import type { Batch } from '../runner'

/** One prompt, or several of one length, and what PyTorch computed for it (fixtures/make_fixtures.py). */
export interface ReferenceCase {
  readonly name: string
  /** None where no text is read. */
  readonly tokenIds: number[][]
  readonly tokenTypeIds: number[][] | undefined
  readonly decoderTokenIds: number[][] | undefined
  /** For models whose decoder reads given states; `tokenIds` are then the decoder's. */
  readonly encoderStates: FloatTensor | undefined
  readonly tensors: ReadonlyMap<string, FloatTensor>
}

export function readReference(model: string): ReferenceCase[] {
  const { cases } = JSON.parse(readFileSync(`fixtures/reference/${model}.json`, 'utf8')) as {
    cases: Record<string, Record<string, number[][] | undefined>>
  }
  const all = readFloats(`fixtures/reference/${model}.safetensors`)
  return Object.entries(cases).map(([name, ids]) => {
    const own = [...all].filter(([key]) => key.startsWith(`${name}/`))
    const tensors = new Map(own.map(([key, tensor]) => [key.slice(name.length + 1), tensor]))
    const encoderStates = tensors.get('encoder_states')
    tensors.delete('encoder_states')
    return {
      name,
      tokenIds: ids.input_ids ?? ids.decoder_input_ids ?? [],
      tokenTypeIds: ids.token_type_ids,
      decoderTokenIds: ids.decoder_input_ids,
      encoderStates,
      tensors,
    }
  })
}

/** What a reference case gives a run. */
export function batchOf({ tokenIds, tokenTypeIds, decoderTokenIds, encoderStates }: ReferenceCase): Batch {
  return {
    tokenIds,
    ...(tokenTypeIds ? { tokenTypeIds } : {}),
    ...(decoderTokenIds ? { decoderTokenIds } : {}),
    ...(encoderStates ? { encoderStates } : {}),
  }
}

/** A small F32 safetensors file as a whole. */
export function readFloats(path: string): Map<string, FloatTensor> {
  const bytes = readFileSync(path)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >
  return new Map(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(
        ([
          name,
          {
            shape,
            data_offsets: [from, to],
          },
        ]) => {
          const own = Uint8Array.from(bytes.subarray(start + from, start + to))
          return [name, floatTensor(new Float32Array(own.buffer), shape)]
        },
      ),
  )
}

/** The largest difference between two tensors; two values that are the same infinity differ by 0, NaN by infinity. */
export function largestDifference(a: FloatTensor, b: FloatTensor): number {
  if (a.shape.join() !== b.shape.join()) {
    throw new Error(`[${a.shape.join(', ')}] cannot be compared with [${b.shape.join(', ')}]`)
  }
  let largest = 0
  for (let index = 0; index < a.data.length; index++) {
    const [left, right] = [a.data[index]!, b.data[index]!]
    if (left === right) continue
    const difference = Math.abs(left - right)
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
  }
  return largest
}
