import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import { type Checkpoint, Fingerprint, readAt, readHeader, type StoredTensor, withFile } from '../checkpoint'
import { type CachedPart, type CachedWeight, partsOf } from './cached-weight'
import { type FourBitType, fourBitParts } from './ggml/four-bits'
import { fitsHalf } from './half'
import { blockPieces, pieces } from './pieces'
import type { PrepareOptions } from './prepare-options'

/** What a file that is not whole yet ends with. */
export const partEnding = '.part'

/** Changes when the same tensors would come out with other bytes. */
const version = 1

/** The tensor behind all others: SHA-256 of where the numbers came from and of samples of them. */
const checkName = 'tokentrace.check'
const checkBytes = 32

/**
 * The tensors of a file that `writeCacheFile` wrote for this model; null where there is none, or one that is damaged, of
 * another version, or without one of `wanted`.
 */
export async function readCacheFile(
  path: string,
  { fingerprint }: Checkpoint,
  wanted: readonly CachedWeight[],
): Promise<readonly StoredTensor[] | null> {
  try {
    return await withFile(path, async (handle, bytes) => {
      const header = await readHeader(handle, { path, name: basename(path), bytes })
      const byName = new Map(header.tensors.map((tensor) => [tensor.name, tensor]))
      const check = byName.get(checkName)
      const tensors = header.tensors.filter(({ name }) => name !== checkName)
      if (check?.length !== checkBytes) return null
      const found = await readAt(handle, check.offset, checkBytes, path)
      if (!found.equals(await checkOf(handle, { ...header, tensors }, bytes, path, fingerprint))) return null
      const holds = wanted.flatMap(partsOf).every((part) => isPart(byName.get(part.name), part))
      return holds ? tensors : null
    })
  } catch (error) {
    if (error instanceof Fault && error.data.kind === 'input') return null
    throw error
  }
}

/**
 * Writes weights into one safetensors file: as plain numbers, of the smallest plain dtype that loses nothing, or in four bits. It
 * grows under another name and is whole when it has its own. Throws an `environment` fault from the disk and the signal's reason; what was
 * written is then gone.
 */
export async function writeCacheFile(
  path: string,
  checkpoint: Checkpoint,
  weights: readonly CachedWeight[],
  { onProgress, signal }: PrepareOptions,
): Promise<readonly StoredTensor[]> {
  const growing = `${path}.${randomUUID()}${partEnding}`
  try {
    const handle = await open(growing, 'wx+')
    try {
      const written = await fill(handle, { path, growing, checkpoint, weights, onProgress, signal })
      await handle.sync()
      await handle.close()
      await rename(growing, path)
      return written
    } finally {
      await handle.close().catch(() => {})
    }
  } catch (error) {
    await rm(growing, { force: true })
    throw diskFault(error, path)
  }
}

interface Filling extends PrepareOptions {
  readonly path: string
  readonly growing: string
  readonly checkpoint: Checkpoint
  readonly weights: readonly CachedWeight[]
}

async function fill(handle: FileHandle, filling: Filling): Promise<readonly StoredTensor[]> {
  const { path, growing, checkpoint, onProgress, signal } = filling
  const file = basename(path)
  // In the order in which they lie, so that the model is read from its start to its end.
  const weights = filling.weights.toSorted(({ tensor: a }, { tensor: b }) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.offset - b.offset,
  )
  const total = weights.reduce((sum, { tensor }) => sum + tensor.length, 0)
  const placed: StoredTensor[] = []
  const headerBytes = longestHeader(weights.flatMap(partsOf))
  let at = headerBytes
  let done = 0
  const onBytes = (bytes: number) => {
    if (signal?.aborted) throw Fault.cancelled()
    done += bytes
    onProgress?.({ stage: 'preparing', done, total })
  }
  for (const weight of weights) {
    const source = join(checkpoint.folder, weight.tensor.file)
    const parts = await withFile(source, (from) =>
      (weight.form === 'plain' ? writePlain : writeFourBits)({ handle, from, source, weight, at, onBytes }),
    )
    for (const { name, dtype, shape, length } of parts) {
      placed.push({ name, dtype, shape, file, offset: at, length })
      at += length
    }
  }
  const check: StoredTensor = {
    name: checkName,
    dtype: 'U8',
    shape: [checkBytes],
    file,
    offset: at,
    length: checkBytes,
  }
  const bytes = headerOf([...placed, check], headerBytes)
  await writeAll(handle, bytes, 0)
  const size = at + checkBytes
  const digest = await checkOf(handle, { bytes, tensors: placed }, size, growing, checkpoint.fingerprint)
  await writeAll(handle, digest, at)
  return placed
}

interface Writing {
  readonly handle: FileHandle
  readonly from: FileHandle
  /** Path of `from`. */
  readonly source: string
  readonly weight: CachedWeight
  readonly at: number
  /** Told how many bytes more of the model were read and written; throws where the work is to stop. */
  onBytes(bytes: number): void
}

/** Parts as they were written, one after the other. */
type Written = readonly (Omit<CachedPart, 'dtype'> & { readonly dtype: string; readonly length: number })[]

async function writePlain({ handle, from, source, weight: { tensor }, at, onBytes }: Writing): Promise<Written> {
  const dtype = await plainDtype(from, tensor, source)
  let length = 0
  for await (const { values, bytes } of pieces(from, tensor, source)) {
    const piece = dtype === 'F16' ? new Float16Array(values) : values
    await writeAll(handle, bytesOf(piece), at + length)
    length += piece.byteLength
    onBytes(bytes)
  }
  return [{ name: tensor.name, dtype, shape: tensor.shape, length }]
}

async function writeFourBits({ handle, from, source, weight, at, onBytes }: Writing): Promise<Written> {
  const { tensor } = weight
  const parts = partsOf(weight).map(({ dtype, ...part }) => ({
    ...part,
    dtype: dtype!,
    length: (dtype === 'U8' ? 1 : 4) * elementCount(part.shape),
  }))
  const begins = parts.map((_, index) => parts.slice(0, index).reduce((sum, { length }) => sum + length, at))
  for await (const blocks of blockPieces(from, tensor, source)) {
    const { numbers, scales, offsets } = fourBitParts(tensor.dtype as FourBitType, blocks)
    for (const [index, piece] of [numbers, scales, ...(offsets ? [offsets] : [])].entries()) {
      await writeAll(handle, bytesOf(piece), begins[index]!)
      begins[index]! += piece.byteLength
    }
    onBytes(blocks.length)
  }
  return parts
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** F16 where every value is one, which is found out by reading them all; F32 as soon as one is not. */
async function plainDtype(from: FileHandle, tensor: StoredTensor, path: string): Promise<'F16' | 'F32'> {
  for await (const { values } of pieces(from, tensor, path)) if (!fitsHalf(values)) return 'F32'
  return 'F16'
}

/** The header's length and the header, spaces behind it up to `bytes` in all, as safetensors has it. */
function headerOf(tensors: readonly StoredTensor[], bytes: number): Buffer {
  const entries = tensors.map(({ name, dtype, shape, offset, length }) => {
    const begin = offset - bytes
    return [name, { dtype, shape, data_offsets: [begin, begin + length] }]
  })
  const header = Buffer.alloc(bytes, ' ')
  header.writeBigUInt64LE(BigInt(bytes - 8))
  header.write(JSON.stringify(Object.fromEntries(entries)), 8)
  return header
}

/** Room for the header whatever the tensors' dtypes: offsets as long as a number can be. */
function longestHeader(parts: readonly CachedPart[]): number {
  const entries = parts.map(({ name, shape }) => [
    name,
    { dtype: 'F32', shape, data_offsets: [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
  ])
  const json = JSON.stringify(Object.fromEntries(entries))
  const check = JSON.stringify({ [checkName]: { dtype: 'U8', shape: [checkBytes], data_offsets: [2 ** 53, 2 ** 53] } })
  return 8 * Math.ceil((8 + Buffer.byteLength(json) + check.length) / 8)
}

async function checkOf(
  handle: FileHandle,
  header: { readonly bytes: Uint8Array; readonly tensors: readonly StoredTensor[] },
  bytes: number,
  path: string,
  fingerprint: string,
): Promise<Buffer> {
  const check = new Fingerprint(Buffer.from(`${version} ${fingerprint}`))
  await check.addFile(handle, header, bytes, path)
  return Buffer.from(check.digest(), 'hex')
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, at + written)
    written += bytesWritten
  }
}

function isPart(found: StoredTensor | undefined, { dtype, shape }: CachedPart): boolean {
  return found !== undefined && found.shape.join() === shape.join() && (dtype === null || found.dtype === dtype)
}

function diskFault(error: unknown, path: string): unknown {
  if (error instanceof Fault || (error instanceof Error && error.name === 'AbortError')) return error
  const code = (error as { code?: unknown }).code
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return Fault.environment(full ? 'The disk is full' : 'The weights could not be written into the store', {
    file: path,
    details: String(error),
    remedy: full ? 'Make room on the disk, and try again.' : 'Choose another folder for the store in the preferences.',
  })
}
