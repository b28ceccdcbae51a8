import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { Fault, type FaultData } from '../../../shared/fault'

/** A safetensors file of this header, well-formed or not, and as many bytes of data. `length` is what it says of its header. */
export function safetensors(header: unknown, dataBytes: number, length?: bigint): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(length ?? BigInt(json.length))
  return Buffer.concat([head, json, Buffer.alloc(dataBytes, 1)])
}

export const tensor = (begin: number, end: number) => ({
  dtype: 'U8',
  shape: [end - begin],
  data_offsets: [begin, end],
})

/** A file of one tensor of one byte for each name. */
export function tensors(...names: string[]): Buffer {
  return safetensors(Object.fromEntries(names.map((name, at) => [name, tensor(at, at + 1)])), names.length)
}

/** Writes files below a folder, making the folders in between; an object is written as JSON. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer | object>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    const isText = typeof content === 'string' || Buffer.isBuffer(content)
    writeFileSync(path, isText ? content : JSON.stringify(content))
  }
}

/** The fault that work ends with, without details, its file below `folder`. */
export async function faultOf(work: Promise<unknown>, folder: string): Promise<Omit<FaultData, 'details'>> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Fault)
  const { details: _, file, ...data } = (error as Fault).data
  return { ...data, ...(file !== undefined && { file: file === folder ? '.' : file.replace(`${folder}/`, '') }) }
}
