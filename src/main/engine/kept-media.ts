import { createHash } from 'node:crypto'
import { mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Fault } from '../../shared/fault'

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
    await writeFile(path, bytes)
    await dropOldest(folder)
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.environment('The file cannot be kept', { file: path, details, remedy: 'Type its path instead.' })
  }
  return path
}

async function dropOldest(folder: string): Promise<void> {
  const names = await readdir(folder)
  const times = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })))
  for (const { name } of times.sort((a, b) => b.at - a.at).slice(mostFiles)) await unlink(join(folder, name))
}
