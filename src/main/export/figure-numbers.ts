import type { FigureArrays, NumberArray } from './figure-arrays'
import { type Provenance, provenanceName } from './provenance'
import { writeStoredZip, type ZipMember } from './stored-zip'
import { npyHeader } from './tensors-npz'

/**
 * The numbers of a figure as NumPy's .npz: F64 arrays and Unicode strings under their names, and the provenance as
 * `tokentrace.json`, which `numpy.load` gives as bytes.
 */
export async function figureNpz({ numbers, words }: FigureArrays, origin: Provenance): Promise<Uint8Array> {
  const members: ZipMember[] = [
    ...[...numbers].map(([name, { shape, data }]) => ({
      name: `${name}.npy`,
      parts: [npyHeader('<f8', shape), bytesOf(data)],
    })),
    ...[...words].map(([name, texts]) => ({ name: `${name}.npy`, parts: unicodeArray(texts) })),
    { name: `${provenanceName}.json`, parts: [Buffer.from(JSON.stringify(origin))] },
  ]
  const parts: Uint8Array[] = []
  await writeStoredZip(members, async (bytes) => {
    parts.push(bytes)
  })
  return Buffer.concat(parts)
}

/** NumPy's `<U`: each text padded with zeros to the longest, in UTF-32. A zero at a text's own end is lost, as NumPy has it. */
function unicodeArray(texts: readonly string[]): Uint8Array[] {
  const points = texts.map((text) => [...text].map((character) => character.codePointAt(0)!))
  const longest = Math.max(1, ...points.map(({ length }) => length))
  const data = Buffer.alloc(texts.length * longest * 4)
  for (const [row, codes] of points.entries()) {
    for (const [at, code] of codes.entries()) data.writeUInt32LE(code, (row * longest + at) * 4)
  }
  return [npyHeader(`<U${longest}`, [texts.length]), data]
}

/** The same as safetensors: F64; columns of words, as JSON lists, and the provenance in its metadata. */
export function figureSafetensors({ numbers, words }: FigureArrays, origin: Provenance): Uint8Array {
  const metadata = {
    [provenanceName]: JSON.stringify(origin),
    ...Object.fromEntries([...words].map(([name, texts]) => [name, JSON.stringify(texts)])),
  }
  let offset = 0
  const entries = [...numbers].map(([name, { shape, data }]) => {
    const begin = offset
    offset += data.byteLength
    return [name, { dtype: 'F64', shape, data_offsets: [begin, offset] }]
  })
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }))
  // Padded with spaces, as the format allows, so that the values start at a multiple of eight.
  const padding = (8 - (json.length % 8)) % 8
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length + padding))
  return Buffer.concat([
    length,
    json,
    Buffer.alloc(padding, ' '),
    ...[...numbers.values()].map(({ data }) => bytesOf(data)),
  ])
}

function bytesOf({ buffer, byteOffset, byteLength }: NumberArray['data']): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
