import type { FileHandle } from 'node:fs/promises'
import { Fault } from '../../../shared/fault'
import * as limits from '../limits'
import { readAt } from '../read-file'
import { isGguf, sniff, sniffedBytes } from '../sniff'
import { damaged, Short } from './cursor'
import { type GgufHeader, parseGgufHeader } from './header'

/** Enough for a model's header without its vocabulary, and what is read of any file at least. */
const firstBytes = 1 << 20

/**
 * The header of an open file of `bytes` bytes, with the bytes themselves. Reads twice as much each time that it goes on behind what was read: an array's size
 * does not tell how long its texts are. Throws an `input` fault for one that makes no sense, and the signal's reason.
 */
export async function readGgufHeader(
  handle: FileHandle,
  bytes: number,
  path: string,
  signal?: AbortSignal,
): Promise<GgufHeader & { readonly bytes: Buffer }> {
  const most = Math.min(bytes, limits.ggufHeaderBytes)
  let head = Buffer.alloc(0)
  for (let wanted = Math.min(firstBytes, most); ; wanted = Math.min(2 * wanted, most)) {
    signal?.throwIfAborted()
    head = Buffer.concat([head, await readAt(handle, head.length, wanted - head.length, path)])
    if (!isGguf(head)) throw otherFile(head, path)
    try {
      const header = parseGgufHeader(head, path)
      return { ...header, bytes: head.subarray(0, header.end) }
    } catch (error) {
      if (!(error instanceof Short)) throw error
      if (wanted < most) continue
      throw wanted === bytes
        ? Fault.input('The file ends within its header', { file: path, place: `byte ${bytes}`, remedy: damaged })
        : Fault.input(`The header is longer than ${limits.ggufHeaderBytes} bytes`, { file: path, remedy: damaged })
    }
  }
}

function otherFile(head: Buffer, path: string): Fault {
  const { what, remedy } = sniff(head.subarray(0, sniffedBytes)) ?? { what: 'no GGUF file', remedy: damaged }
  return Fault.input(`The file is ${what}`, { file: path, remedy })
}
