import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, open, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Fault } from '../../shared/fault'
import { ByteRanges } from './byte-ranges'
import { partialName, removeLeftovers } from './dropped-leftovers'
import { nameFlaw } from './plain-name'
import { sameFiles } from './same-files'

const filesAtMost = 4096
/** Leaves room for a number behind the name. */
const folderNameBytes = 240
const dropAgain = { remedy: 'Drop it again.' }

export interface DroppedFolder {
  readonly name: string
  /** Sizes in bytes. */
  readonly files: readonly { readonly name: string; readonly size: number }[]
}

export interface DroppedChunk {
  readonly id: string
  /** Of the file. */
  readonly name: string
  /** Where in the file it belongs, in bytes. */
  readonly offset: number
  readonly data: Blob
}

/**
 * Copies of folders that were dropped on a browser. A copy grows in a hidden folder and is renamed into place when it is
 * whole; several may grow at once. Faults: `input` for what the caller sent, `environment` for the disk.
 */
export interface DroppedModels {
  /** Refuses names that are not plain, and what the disk has no room for. */
  begin(folder: DroppedFolder): Promise<{ id: string }>
  chunk(chunk: DroppedChunk): Promise<void>
  /**
   * Answers the copy's absolute path, once every file has all of its bytes. A folder of this name that already holds the
   * same is answered in its stead; beside one that holds something else the copy is named with ` (2)`.
   */
  finish(drop: { readonly id: string }): Promise<{ path: string }>
  /** Removes what was copied; quiet about a drop that is not known. */
  cancel(drop: { readonly id: string }): Promise<void>
  /** Removes all that is not finished. */
  close(): Promise<void>
}

interface Drop {
  readonly name: string
  /** Where the copy grows. */
  readonly folder: string
  readonly files: ReadonlyMap<string, { readonly size: number; readonly written: ByteRanges }>
}

/** Keeps the copies in `dropped` of the data folder, and removes what earlier processes left unfinished there. */
export async function openDroppedModels(dataFolder: string): Promise<DroppedModels> {
  const root = join(dataFolder, 'dropped')
  const drops = new Map<string, Drop>()
  await removeLeftovers(root)

  const known = (id: string): Drop => {
    const drop = drops.get(id)
    if (drop === undefined) {
      throw Fault.input('This copy is not under way: it was stopped, or the engine was started again', dropAgain)
    }
    return drop
  }
  const remove = async (id: string) => {
    const drop = drops.get(id)
    drops.delete(id)
    if (drop !== undefined) await removeFolder(drop.folder)
  }

  return {
    async begin({ name, files }) {
      checkNames(name, files)
      const id = randomUUID()
      const folder = join(root, partialName(id))
      await onDisk(root, () => mkdir(root, { recursive: true }))
      // Known before anything is awaited, so that a drop that begins meanwhile counts its bytes.
      drops.set(id, {
        name,
        folder,
        files: new Map(files.map((file) => [file.name, { size: file.size, written: new ByteRanges() }])),
      })
      try {
        await checkRoom(root, name, id, drops)
        await onDisk(folder, () => mkdir(folder))
        for (const file of files) await makeEmpty(folder, file.name)
      } catch (error) {
        await remove(id)
        throw error
      }
      return { id }
    },

    async chunk({ id, name, offset, data }) {
      const { folder, files } = known(id)
      const file = files.get(name)
      if (file === undefined) throw Fault.input('This file was not announced', { file: name, ...dropAgain })
      if (!(Number.isSafeInteger(offset) && offset >= 0 && offset + data.size <= file.size)) {
        throw Fault.input(`The file was announced with ${file.size} bytes, and more came`, {
          file: name,
          place: `byte ${offset}`,
          ...dropAgain,
        })
      }
      const path = join(folder, name)
      try {
        await pipeline(
          Readable.fromWeb(data.stream() as ReadableStream),
          createWriteStream(path, { flags: 'r+', start: offset }),
        )
      } catch (error) {
        throw drops.has(id) ? diskFault(error, path) : Fault.cancelled()
      }
      file.written.add(offset, offset + data.size)
    },

    async finish({ id }) {
      const drop = known(id)
      for (const [name, { size, written }] of drop.files) {
        if (written.covered === size) continue
        throw Fault.input(`Only ${written.covered} of ${size} bytes came`, { file: name, ...dropAgain })
      }
      drops.delete(id)
      try {
        for (const name of drop.files.keys()) await flush(join(drop.folder, name))
        return { path: await moveInto(root, drop) }
      } finally {
        await removeFolder(drop.folder)
      }
    },

    cancel: ({ id }) => remove(id),

    async close() {
      await Promise.all([...drops.keys()].map(remove))
    },
  }
}

function checkNames(folder: string, files: DroppedFolder['files']): void {
  const check = (name: string, longest?: number) => {
    const flaw = nameFlaw(name, longest)
    if (flaw !== null) throw Fault.input(`This name cannot be used: ${flaw}`, { file: name, remedy: 'Rename it.' })
  }
  check(folder, folderNameBytes)
  if (folder.startsWith('.')) {
    throw Fault.input('A hidden folder is not copied', { file: folder, remedy: 'Rename it, without the dot.' })
  }
  if (files.length === 0) {
    throw Fault.input('It holds no file of a model', {
      file: folder,
      remedy: 'Drop a GGUF or ONNX file, or the folder that holds config.json and the .safetensors files.',
    })
  }
  if (files.length > filesAtMost) {
    throw Fault.input(`It holds ${files.length} files; at most ${filesAtMost} are copied`, {
      file: folder,
      remedy: 'Drop the folder of the model alone.',
    })
  }
  for (const { name } of files) check(name)
}

/** All drops under way share what is free, `id` being the one that is about to begin. */
async function checkRoom(root: string, name: string, id: string, drops: ReadonlyMap<string, Drop>): Promise<void> {
  const { bavail, bsize } = await onDisk(root, () => statfs(root))
  const needs = missing(drops.get(id)!)
  const free = bavail * bsize - [...drops].reduce((sum, [other, drop]) => sum + (other === id ? 0 : missing(drop)), 0)
  if (needs <= free) return
  throw Fault.environment(`Copying ${name} needs ${inUnits(needs)}, and ${inUnits(Math.max(0, free))} is free`, {
    file: root,
    remedy: 'Free some space, or type its path instead: then nothing is copied.',
  })
}

/** Bytes that are still to come. */
function missing({ files }: Drop): number {
  return [...files.values()].reduce((sum, { size, written }) => sum + size - written.covered, 0)
}

async function makeEmpty(folder: string, name: string): Promise<void> {
  const file = await onDisk(join(folder, name), () => open(join(folder, name), 'wx'))
  await file.close()
}

/** So that a copy that is in place is whole even after a power cut. */
async function flush(path: string): Promise<void> {
  await onDisk(path, async () => {
    const file = await open(path, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

async function moveInto(root: string, { name, folder }: Drop): Promise<string> {
  for (let count = 1; ; count++) {
    const path = join(root, count === 1 ? name : `${name} (${count})`)
    if (await takePlace(folder, path)) return path
  }
}

/** Whether `path` holds the copy now, be it that it did before. */
async function takePlace(folder: string, path: string): Promise<boolean> {
  if (await exists(path)) return onDisk(path, () => sameFiles(path, folder))
  try {
    await rename(folder, path)
    return true
  } catch (error) {
    // Another drop of this name may have come first.
    if (await exists(path)) return takePlace(folder, path)
    throw diskFault(error, path)
  }
}

/** What cannot be removed now is a leftover, which the next start removes. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw diskFault(error, path)
  }
}

function diskFault(error: unknown, path: string): Fault {
  const { code, message } = error as NodeJS.ErrnoException
  const fault = (what: string, remedy: string) =>
    new Fault({ kind: 'environment', message: what, file: path, remedy, details: message }, { cause: error })
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault('The disk is full', 'Free some space, or type its path instead.')
    case 'EEXIST':
      return fault('Two names mean the same file here', 'Rename one of them.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault('The copy may not be written here', 'Allow writing to this folder.')
    default:
      return fault(`The copy failed: ${message}`, 'Check the disk, or type its path instead.')
  }
}

/** Three digits, in MB or GB. */
function inUnits(bytes: number): string {
  const [scale, unit] = bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB']
  return `${Number((bytes / scale).toPrecision(3)).toLocaleString('en-US')} ${unit}`
}
