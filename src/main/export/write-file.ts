import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../../shared/fault'

/** Small enough that a person who stops it does not wait, large enough not to cost anything. */
const pieceBytes = 16 << 20

/** Appends bytes to the file that is being written; rejects with an AbortError once the signal has fired. */
export type Append = (bytes: Uint8Array) => Promise<void>

/**
 * Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed. Where `fill` throws
 * or the signal fires, what was there before stays and nothing is left behind. Rejects with an `environment` fault when the
 * folder is missing, the place is forbidden or the disk refuses, with a `cancelled` one on abort.
 */
export async function writeFileAtomically(
  path: string,
  fill: (append: Append) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const place = await placeOf(path)
    if (place.atOnce) await fillFile(await open(place.path, 'w'), fill, signal, false)
    else await replace(place.path, fill, signal)
  } catch (error) {
    throw writeFault(error, path)
  }
}

/** Writes bytes, or text as UTF-8, as `writeFileAtomically` does. */
export function writeBytes(path: string, data: Uint8Array | string, signal?: AbortSignal): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  return writeFileAtomically(path, (append) => append(bytes), signal)
}

/** Where to write: a link is followed, not replaced; a device or pipe (`/dev/stdout`) must never be renamed over. */
async function placeOf(path: string): Promise<{ path: string; atOnce: boolean }> {
  const there = await stat(path).catch(() => null)
  if (there === null) return { path, atOnce: false }
  if (there.isDirectory()) throw Fault.input('A folder lies here', { file: path, remedy: 'Name a file in it.' })
  return there.isFile() ? { path: await realpath(path), atOnce: false } : { path, atOnce: true }
}

async function replace(path: string, fill: (append: Append) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  const file = await open(temporary, 'wx')
  try {
    await fillFile(file, fill, signal, true)
    signal?.throwIfAborted()
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function fillFile(
  file: FileHandle,
  fill: (append: Append) => Promise<void>,
  signal: AbortSignal | undefined,
  flush: boolean,
): Promise<void> {
  try {
    await fill(async (bytes) => {
      for (let at = 0; at < bytes.byteLength; ) {
        signal?.throwIfAborted()
        const { bytesWritten } = await file.write(bytes, at, Math.min(pieceBytes, bytes.byteLength - at))
        at += bytesWritten
      }
    })
    if (flush) await file.sync()
  } finally {
    await file.close()
  }
}

function writeFault(error: unknown, path: string): unknown {
  if (error instanceof Fault) return error
  if (error instanceof Error && error.name === 'AbortError') return Fault.cancelled()
  const { code, message } = error as NodeJS.ErrnoException
  const fault = (what: string, remedy: string) =>
    new Fault({ kind: 'environment', message: what, file: path, remedy, details: message }, { cause: error })
  switch (code) {
    case 'ENOENT':
      return fault(`The folder ${dirname(path)} does not exist`, 'Make it, or name another.')
    case 'ENOTDIR':
      return fault(`${dirname(path)} is not a folder`, 'Name a folder that exists.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault('This place may not be written', 'Name another, or allow writing to it.')
    case 'ENOSPC':
    case 'EDQUOT':
      return fault('The disk is full', 'Free some space, or name another disk.')
    case 'ENAMETOOLONG':
      return fault('The name is too long', 'Name a shorter one.')
    case undefined:
      return error
    default:
      return fault(`Writing failed: ${message}`, 'Check the disk, or name another place.')
  }
}
