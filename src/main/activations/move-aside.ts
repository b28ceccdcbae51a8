import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Renames `activations.sqlite` with its -wal and -shm to `activations.{why}-{N}.sqlite`, N being the first that is free,
 * and answers the new path. Nothing is overwritten.
 */
export function moveAside(folder: string, path: string, why: 'damaged' | 'newer'): string {
  let n = 1
  const target = () => join(folder, `activations.${why}-${n}.sqlite`)
  while (['', '-wal', '-shm'].some((tail) => existsSync(target() + tail))) n++
  for (const tail of ['', '-wal', '-shm']) {
    if (existsSync(path + tail)) renameSync(path + tail, target() + tail)
  }
  return target()
}
