import { readFileSync } from 'node:fs'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'

/** One prompt of a tiny model, and what PyTorch computed for it (fixtures/make_fixtures.py). */
export interface ReferencePrompt {
  readonly tokenIds: readonly number[]
  readonly tensors: ReadonlyMap<string, FloatTensor>
}

/** The first reference of a model that is one prompt and not several. */
export function readReferencePrompt(model: string): ReferencePrompt {
  const { cases } = JSON.parse(readFileSync(`fixtures/reference/${model}.json`, 'utf8')) as {
    cases: Record<string, { input_ids: number[][] }>
  }
  const [name, { input_ids }] = Object.entries(cases).find(([, { input_ids }]) => input_ids.length === 1)!
  const file = readFileSync(`fixtures/reference/${model}.safetensors`)
  const start = 8 + Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, start)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >
  const own = Object.entries(header).filter(([key]) => key.startsWith(`${name}/`))
  const tensors = own.map(([key, { shape, data_offsets }]): [string, FloatTensor] => {
    const bytes = Uint8Array.from(file.subarray(start + data_offsets[0], start + data_offsets[1]))
    return [key.slice(name.length + 1), floatTensor(new Float32Array(bytes.buffer), shape)]
  })
  return { tokenIds: input_ids[0]!, tensors: new Map(tensors) }
}
