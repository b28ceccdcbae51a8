import { type FileHandle, open, stat } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import { fileFault } from './file-fault'

/**
 * Opens a regular file for as long as `use` takes. Throws an `input` fault for a folder, a pipe or a device in its place,
 * before it is opened, since opening a pipe would wait for whoever writes to it.
 */
export async function withFile<T>(path: string, use: (handle: FileHandle, bytes: number) => Promise<T>): Promise<T> {
  const handle = await openRegular(path).catch((error: unknown) => {
    throw fileFault(error, path)
  })
  try {
    return await use(handle, (await handle.stat()).size)
  } finally {
    await handle.close()
  }
}

/** A whole small file. Throws an `input` fault for one of more than `limit` bytes, before it is read. */
export function readSmallFile(file: string, limit: number): Promise<Buffer> {
  return withFile(file, async (handle, bytes) => {
    if (bytes <= limit) return readAt(handle, 0, bytes, file)
    throw Fault.input(`The file is ${bytes} bytes long, where at most ${limit} make sense`, {
      file,
      remedy: 'Fetch it again; it is not what its name says.',
    })
  })
}

/** Exactly `length` bytes from `offset` on. `path` is for messages. */
export async function readAt(handle: FileHandle, offset: number, length: number, path: string): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle
      .read(buffer, filled, length - filled, offset + filled)
      .catch((error: unknown) => {
        throw fileFault(error, path)
      })
    if (bytesRead === 0) {
      throw Fault.input('The file became shorter while it was read', { file: path, remedy: 'Open the model again.' })
    }
    filled += bytesRead
  }
  return buffer
}

async function openRegular(path: string): Promise<FileHandle> {
  const there = await stat(path)
  if (there.isDirectory()) throw Object.assign(new Error('It is a folder'), { code: 'EISDIR' })
  if (there.isFile()) return open(path)
  throw Fault.input('This is no regular file', { file: path, remedy: 'Put the model’s own file in its place.' })
}
