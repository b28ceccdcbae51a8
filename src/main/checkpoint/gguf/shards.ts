import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../../../shared/fault'
import { ggufShardName } from '../../../shared/gguf-names'
import * as limits from '../limits'
import { withFile } from '../read-file'
import type { GgufMetadata } from './header'
import { readGgufHeader } from './read-header'
import { shown } from './shown'

const namedAsSplit =
  'Give each file the name that gguf-split gave it, name-00001-of-00002.gguf say, and keep them together.'

/**
 * The names of the files that a model is split into, in their order, by the name of one of them: `name-00001-of-00003.gguf` as
 * llama.cpp's gguf-split writes them; the name alone where it is no such one. Throws an `input` fault that names those missing.
 */
export async function shardsOf(path: string): Promise<string[]> {
  const [, base, , total] = ggufShardName.exec(basename(path)) ?? []
  if (base === undefined || total === undefined) return [basename(path)]
  const count = Number(total)
  if (count === 0 || count > limits.ggufShards) {
    throw Fault.input(`By its name the model has ${count} files, which makes no sense`, {
      file: path,
      remedy: 'Give the file its own name back.',
    })
  }
  const names = Array.from({ length: count }, (_, i) => `${base}-${String(i + 1).padStart(5, '0')}-of-${total}.gguf`)
  const missing = await firstMissing(names, dirname(path))
  if (missing !== undefined) {
    throw Fault.input(`The model is in ${count} files, and one is missing`, {
      file: join(dirname(path), missing),
      remedy: 'Fetch it too, beside the others.',
    })
  }
  return names
}

/** Files that one was split into, in the order that they say themselves. */
export async function inTheirOrder(paths: readonly string[], signal?: AbortSignal): Promise<string[]> {
  if (paths.length < 2) return [...paths]
  const numbered: { path: string; number: number }[] = []
  for (const path of paths) {
    const { metadata } = await withFile(path, (handle, bytes) => readGgufHeader(handle, bytes, path, signal))
    numbered.push({ path, number: Number(metadata.get('split.no') ?? 0) })
  }
  return numbered.sort((a, b) => a.number - b.number).map(({ path }) => path)
}

/** Throws unless a shard's own numbers are those of its name. */
export function checkShard(
  metadata: GgufMetadata,
  { index, count, file }: { readonly index: number; readonly count: number; readonly file: string },
): void {
  const said = metadata.get('split.count') ?? 0
  const number = metadata.get('split.no') ?? 0
  const isWhole = said === 0 || said === 1
  if (isWhole ? count === 1 : said === count && number === index) return
  const fault = (message: string, place: string) => Fault.input(message, { file, place, remedy: namedAsSplit })
  if (isWhole) throw fault('By its name the file is one of several, and it says that it is whole', 'key split.count')
  if (count === 1) {
    const message = `The file is one of ${shown(said)} that a model was split into, and its name does not say so`
    throw fault(message, 'key split.count')
  }
  const says = `The file says that it is number ${shown(number)} of ${shown(said)}, counted from 0`
  throw fault(`${says}, and its name says ${index} of ${count}`, 'key split.no')
}

/** Throws unless the files hold as many tensors together as the first of them says. */
export function checkTensorCount(metadata: GgufMetadata, held: number, file: string): void {
  const said = metadata.get('split.tensors.count') ?? held
  if (said === held) return
  throw Fault.input(`The files hold ${held} tensors together, and this one says ${shown(said)}`, {
    file,
    place: 'key split.tensors.count',
    remedy: 'Fetch the model’s files again; these do not belong together.',
  })
}

async function firstMissing(names: readonly string[], folder: string): Promise<string | undefined> {
  for (const name of names) {
    const there = await stat(join(folder, name)).catch(() => null)
    if (there === null) return name
  }
  return undefined
}
