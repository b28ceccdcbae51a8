import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Leaves the newest files of a folder, so many, and drops the others. */
export async function keepNewest(folder: string, most: number): Promise<void> {
  const names = await readdir(folder)
  if (names.length <= most) return
  const times = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })))
  for (const { name } of times.sort((a, b) => b.at - a.at).slice(most)) await rm(join(folder, name))
}
