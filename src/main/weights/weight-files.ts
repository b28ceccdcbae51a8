import { realpath } from 'node:fs/promises'
import { dirname, join, parse, relative, sep } from 'node:path'
import { type Checkpoint, isQuantised, type StoredTensor, type WeightDtype } from '../checkpoint'
import type { PrepareOptions } from './prepare-options'
import type { WeightCache } from './weight-cache'

/** A weight as ONNX Runtime maps it. */
export interface WeightPlace {
  readonly dtype: WeightDtype
  /** Within `WeightFiles.folder`, with slashes. */
  readonly file: string
  /** In bytes. */
  readonly offset: number
  readonly length: number
}

/** Where ONNX Runtime finds the weights: it wants one folder, and names within it. */
export interface WeightFiles {
  readonly folder: string
  placeOf(tensor: StoredTensor): WeightPlace
}

/** Of a graph that has no weights. */
export const noWeights: WeightFiles = {
  folder: '',
  placeOf: ({ name }) => {
    throw new Error(`${name} lies nowhere.`)
  },
}

/**
 * Every weight of a model as it can be mapped: in the person's own file where it is plain, and from the cache where it is
 * quantised, which is written first where it is not there yet. Throws an `environment` fault where the disk or the limit of the
 * store has no room for it, and the signal's reason. `cache` may be null for models that have nothing to be put there.
 */
export async function weightFiles(
  checkpoint: Checkpoint,
  cache: WeightCache | null,
  options: PrepareOptions = {},
): Promise<WeightFiles> {
  const own = await realFiles(checkpoint)
  const quantised = [...checkpoint.tensors.values()].filter(({ dtype }) => isQuantised(dtype))
  if (quantised.length === 0) return placesIn(commonFolder([...own.values()]), own, new Map())
  if (cache === null) throw new Error('A model with quantised weights needs a cache.')
  const cacheFolder = await cache.folder()
  const apart = [...own.values()].some((path) => parse(path).root !== parse(cacheFolder).root)
  // No folder holds two drives, so there everything is copied.
  const cached = apart ? [...checkpoint.tensors.values()] : quantised
  const { path, tensors } = await cache.prepare(checkpoint, cached, options)
  const files = apart ? [path] : [path, ...own.values()]
  return placesIn(commonFolder(files), own, new Map(tensors.map((tensor) => [tensor.name, { path, tensor }])))
}

/** The weight files where they really lie. A hub cache links each into another folder, and ONNX Runtime refuses a name that leads out of the folder it was given. */
async function realFiles({ files, folder }: Checkpoint): Promise<Map<string, string>> {
  const real = new Map<string, string>()
  for (const { name } of files) real.set(name, await realpath(join(folder, name)))
  return real
}

function placesIn(
  folder: string,
  own: ReadonlyMap<string, string>,
  cached: ReadonlyMap<string, { readonly path: string; readonly tensor: StoredTensor }>,
): WeightFiles {
  const named = (path: string) => relative(folder, path).replaceAll(sep, '/')
  return {
    folder,
    placeOf(tensor) {
      const known = cached.get(tensor.name)
      const { dtype, offset, length } = known?.tensor ?? tensor
      return { dtype: dtype as WeightDtype, file: named(known?.path ?? own.get(tensor.file)!), offset, length }
    },
  }
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '.')
  while (paths.some((path) => relative(folder, path).startsWith('..')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return folder
}
