import { mkdir, readdir, realpath, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { byteText } from '../../shared/byte-text'
import { Fault } from '../../shared/fault'
import type { Checkpoint, StoredTensor } from '../checkpoint'
import { partEnding, readCacheFile, writeCacheFile } from './cache-file'
import { type CachedWeight, mostBytes } from './cached-weight'
import type { PrepareOptions } from './prepare-options'

const ending = '.safetensors'
/** A file that grows is touched with every piece; one left this long, in milliseconds, was left by a process that died. */
const abandonedAfter = 60 * 60 * 1000

export interface PreparedWeights {
  /** Of the cache's file. */
  readonly path: string
  readonly tensors: readonly StoredTensor[]
}

/**
 * Quantised weights as they are computed with, made once: a safetensors file for each model, named by its fingerprint; one with
 * weights in four bits has a name of its own, since not every device takes those.
 */
export interface WeightCache {
  /** Where it really lies; made when it is missing. */
  folder(): Promise<string>
  /** The file that holds these weights of a model, written where it is missing or does not match. */
  prepare(checkpoint: Checkpoint, weights: readonly CachedWeight[], options: PrepareOptions): Promise<PreparedWeights>
  /** What lies on disk. */
  bytes(): Promise<number>
  /** Drops the least recently used models' files, but not `keep`, until no more than `limit` bytes lie there, if that can be. */
  hold(limit: number, keep?: string): Promise<void>
}

export interface WeightCacheOptions {
  /** Absolute. */
  readonly folder: string
  /** The most bytes that may lie there. */
  limit(): number
}

export function openWeightCache({ folder, limit }: WeightCacheOptions): WeightCache {
  const fileOf = ({ fingerprint }: Checkpoint, weights: readonly CachedWeight[]) =>
    join(folder, `${fingerprint}${weights.some(({ form }) => form === 'four bits') ? '-4bit' : ''}${ending}`)
  const hold = async (most: number, keep?: string) => {
    const files = await filesIn(folder)
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    for (const { path, bytes: freed } of files.toSorted((a, b) => a.used - b.used)) {
      if (bytes <= most) return
      // What another process is writing is its own to remove.
      if (path === keep || path.endsWith(partEnding)) continue
      await rm(path, { force: true }).catch(() => {
        // Windows keeps a file that a session has mapped.
      })
      bytes -= freed
    }
  }
  const made = async () => {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw Fault.environment('The folder for quantised weights cannot be made', {
        file: folder,
        details: String(error),
        remedy: 'Choose another folder for the store in the preferences.',
      })
    })
    return realpath(folder)
  }
  return {
    folder: made,
    hold,
    bytes: async () => (await filesIn(folder)).reduce((sum, file) => sum + file.bytes, 0),
    async prepare(checkpoint, weights, options) {
      await made()
      const path = fileOf(checkpoint, weights)
      const known = await readCacheFile(path, checkpoint, weights)
      if (known) {
        const now = new Date()
        await utimes(path, now, now).catch(() => {})
        return { path: await realpath(path), tensors: known }
      }
      await removeAbandoned(folder)
      const most = weights.reduce((sum, weight) => sum + mostBytes(weight), 0)
      await makeRoom(checkpoint, most)
      const written = await writeCacheFile(path, checkpoint, weights, options)
      return { path: await realpath(path), tensors: written }
    },
  }

  /** Drops other models' files until one of `bytes` fits. */
  async function makeRoom({ path }: Checkpoint, bytes: number): Promise<void> {
    if (bytes > limit()) {
      throw Fault.environment(
        `Made ready to compute with, the weights take ${byteText(bytes)}, and the store may have ${byteText(limit())}`,
        { file: path, remedy: 'Raise the limit of the store in the preferences, or open a smaller model.' },
      )
    }
    await hold(limit() - bytes)
    const { bavail, bsize } = await statfs(folder)
    if (bytes <= bavail * bsize) return
    throw Fault.environment(
      `Made ready to compute with, the weights take ${byteText(bytes)}, and the disk has ${byteText(bavail * bsize)} left`,
      { file: folder, remedy: 'Make room on the disk, or choose another folder for the store in the preferences.' },
    )
  }
}

interface CachedFile {
  readonly path: string
  readonly bytes: number
  /** When it was last used, in milliseconds. */
  readonly used: number
}

/** Files of models, and those that grow; nothing where the folder is missing. */
async function filesIn(folder: string): Promise<CachedFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name.endsWith(ending) || name.endsWith(partEnding),
  )
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const there = await stat(path).catch(() => null)
      return there && { path, bytes: there.size, used: there.mtimeMs }
    }),
  )
  return files.filter((file) => file !== null)
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const { path, used } of await filesIn(folder)) {
    if (path.endsWith(partEnding) && Date.now() - used > abandonedAfter) await rm(path, { force: true })
  }
}
