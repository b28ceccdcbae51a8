import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const begin = '.partial-'
const dayMs = 24 * 60 * 60 * 1000

/** The folder that a drop is copied to until it is whole. Its name says which process copies. */
export function partialName(id: string): string {
  return `${begin}${process.pid}-${id}`
}

/**
 * Removes what earlier processes left half-copied: folders whose process is gone, or in which nothing was written for a
 * day. What cannot be removed now is left for the next time.
 */
export async function removeLeftovers(dropped: string): Promise<void> {
  const names = await readdir(dropped).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(begin))) {
    const folder = join(dropped, name)
    if (await isLeftover(folder, Number.parseInt(name.slice(begin.length), 10))) {
      await rm(folder, { recursive: true, force: true }).catch(() => {})
    }
  }
}

async function isLeftover(folder: string, pid: number): Promise<boolean> {
  if (!lives(pid)) return true
  const written = await lastWritten(folder)
  // Numbers are given out again, in a container often the same one: then it was written before this process began.
  return pid === process.pid ? written < performance.timeOrigin : written < Date.now() - dayMs
}

/** Milliseconds since 1970, of the folder or the file in it that was written last. */
async function lastWritten(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const times = [folder, ...names.map((name) => join(folder, name))].map((path) =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  )
  return Math.max(...(await Promise.all(times)))
}

function lives(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
