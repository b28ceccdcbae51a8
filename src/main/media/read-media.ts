import { readFile, stat } from 'node:fs/promises'
import { byteText } from '../../shared/byte-text'
import { Fault } from '../../shared/fault'

/** A whole file, of so many bytes at most; `what` is what it should be, as `an image`. Throws a fault where there is none. */
export async function readMedia(path: string, what: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const there = await stat(path).catch(() => null)
  if (!there?.isFile()) {
    throw Fault.input(there ? `Where ${what} should be lies a folder` : `There is no file where ${what} should be`, {
      file: path,
      remedy: 'Name one by its path.',
    })
  }
  if (there.size > most) {
    throw Fault.input(`It takes ${byteText(there.size)}, and ${byteText(most)} at most are read`, {
      file: path,
      remedy: `Give ${what} that is smaller.`,
    })
  }
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.environment('It cannot be read', { file: path, details, remedy: 'See that you may read it.' })
  }
}
