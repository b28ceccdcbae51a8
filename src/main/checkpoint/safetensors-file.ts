import type { FileHandle } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import type { StoredTensor } from './checkpoint'
import * as limits from './limits'
import { readAt } from './read-file'
import { damaged, type HeaderSource, lengthBytes, parseHeader } from './safetensors-header'
import { sniff, sniffedBytes } from './sniff'

export interface SafetensorsHeader {
  /** The length and the header itself, as they lie in the file. */
  readonly bytes: Uint8Array
  readonly tensors: readonly StoredTensor[]
}

/** Reads the header of an open file, and nothing behind it. Throws an `input` fault for one that makes no sense. */
export async function readHeader(handle: FileHandle, source: HeaderSource): Promise<SafetensorsHeader> {
  const head = await readAt(handle, 0, Math.min(source.bytes, sniffedBytes), source.path)
  const wrong = wrongStart(head, source.bytes)
  if (wrong !== null) {
    const sniffed = sniff(head)
    throw sniffed
      ? Fault.input(`The file is ${sniffed.what}`, { file: source.path, remedy: sniffed.remedy })
      : Fault.input(wrong, { file: source.path, remedy: damaged })
  }
  const bytes = await readAt(handle, 0, lengthBytes + headerLength(head), source.path)
  return { bytes, tensors: parseHeader(bytes.subarray(lengthBytes), source) }
}

/** What is wrong with a file that begins like this and is `fileBytes` long; null when a header may follow. */
function wrongStart(head: Buffer, fileBytes: number): string | null {
  if (fileBytes === 0) return 'The file is empty'
  if (fileBytes < lengthBytes) return `The file is ${fileBytes} bytes long, too short for a header`
  const length = headerLength(head)
  if (length > limits.headerBytes) {
    return `The header is said to be ${length} bytes long, where at most ${limits.headerBytes} make sense`
  }
  if (lengthBytes + length > fileBytes) {
    return `The header is said to be ${length} bytes long, longer than the file of ${fileBytes}`
  }
  return head[lengthBytes] === '{'.charCodeAt(0) && length >= 2 ? null : 'The file does not begin with a header'
}

/** Not exact past 2^53, which is over any limit. */
function headerLength(head: Buffer): number {
  return Number(head.readBigUInt64LE())
}
