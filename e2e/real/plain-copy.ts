import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openCheckpoint, type QuantisedType, type StoredTensor, type WeightDtype } from '../../src/main/checkpoint'
import { readArchitecture } from '../../src/main/families'
import { dequantise, ownShape } from '../../src/main/weights'
import { placeInOwnOrder } from '../../src/main/weights/own-order'

/**
 * Writes a GGUF file's model as a folder in F16, as transformers has it, each matrix changed by `round` first. It has no
 * tokenizer.
 */
export async function writePlainCopy(
  file: string,
  folder: string,
  round: (values: Float32Array) => void = () => {},
): Promise<void> {
  const checkpoint = await openCheckpoint(file)
  const { sizes } = readArchitecture(checkpoint)
  const tensors = [...checkpoint.tensors.values()]
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...checkpoint.config, torch_dtype: 'float16' }))
  let end = 0
  const entries = tensors.map((tensor) => {
    const from = end
    end += 2 * count(tensor)
    return [tensor.name, { dtype: 'F16', shape: ownShape(tensor), data_offsets: [from, end] }]
  })
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const out = openSync(join(folder, 'model.safetensors'), 'w')
  const source = openSync(file, 'r')
  writeSync(out, length)
  writeSync(out, header)
  for (const tensor of tensors) {
    const bytes = Buffer.alloc(tensor.length)
    readSync(source, bytes, 0, bytes.length, tensor.offset)
    const values = new Float32Array(count(tensor))
    dequantise(tensor.dtype as QuantisedType | WeightDtype, bytes, values)
    const own = new Float32Array(values.length)
    placeInOwnOrder(tensor, sizes, values, 0, own)
    if (tensor.shape.length > 1) round(own)
    writeSync(out, new Uint8Array(new Float16Array(own).buffer))
  }
  closeSync(source)
  closeSync(out)
}

function count({ shape }: StoredTensor): number {
  return shape.reduce((product, size) => product * size, 1)
}
