import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Fault } from '../../shared/fault'
import { writeBytes } from '../export'
import { keepNewest } from './newest-files'

/** So many are kept, the newest. */
const mostFiles = 64

/** Keeps a file that a browser gave in `media` of the data folder, named by what it holds, and answers its path. */
export async function keepMedia(dataFolder: string, file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const folder = join(dataFolder, 'media')
  const ending = /^\.\w{1,5}$/.exec(extname(file.name))?.[0].toLowerCase() ?? ''
  const path = join(folder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}${ending}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeBytes(path, bytes)
    await keepNewest(folder, mostFiles)
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.environment('The file cannot be kept', { file: path, details, remedy: 'Type its path instead.' })
  }
  return path
}
