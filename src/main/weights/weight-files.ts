import { realpath } from 'node:fs/promises'
import { dirname, join, parse, relative, sep } from 'node:path'
import { type Checkpoint, isQuantised, type StoredTensor, type WeightDtype } from '../checkpoint'
import { type CachedWeight, partNames } from './cached-weight'
import type { PrepareOptions } from './prepare-options'
import type { WeightCache } from './weight-cache'

/** A weight as ONNX Runtime maps it. */
export interface WeightPlace {
  readonly dtype: WeightDtype | 'U8'
  /** Within `WeightFiles.folder`, with slashes. */
  readonly file: string
  /** In bytes. */
  readonly offset: number
  readonly length: number
}

/** Where ONNX Runtime finds the weights: it wants one folder, and names within it. */
export interface WeightFiles {
  readonly folder: string
  /** Throws for a weight that lies in four bits; its parts have places. */
  placeOf(tensor: StoredTensor): WeightPlace
  /** The parts of a weight that lies in four bits; null for all others. */
  fourBitsOf(tensor: StoredTensor): FourBitTensors | null
}

/** A weight [out, in] as `FourBitParts`, with a block for each 32 inputs. */
export interface FourBitTensors {
  /** U8 [out, blocks, 16] */
  readonly numbers: StoredTensor
  /** F32 [out, blocks] */
  readonly scales: StoredTensor
  /** F32 [out, blocks]; null where all are zero. */
  readonly offsets: StoredTensor | null
}

/** Of a graph that has no weights. */
export const noWeights: WeightFiles = {
  folder: '',
  placeOf: ({ name }) => {
    throw new Error(`${name} lies nowhere.`)
  },
  fourBitsOf: () => null,
}

export interface WeightFilesOptions extends PrepareOptions {
  /** May be left out for models that have nothing to be put there. */
  readonly cache?: WeightCache | undefined
  /** Names of the weights that are to lie in four bits (`whyNotFourBits`); none where left out. */
  readonly fourBits?: ReadonlySet<string>
}

/**
 * Every weight of a model as it can be mapped: in the person's own file where it is plain, and from the cache where it is
 * quantised, which is written first where it is not there yet. Throws an `environment` fault where the disk or the limit of the
 * store has no room for it, and the signal's reason.
 */
export async function weightFiles(
  checkpoint: Checkpoint,
  { cache, fourBits = new Set(), ...options }: WeightFilesOptions = {},
): Promise<WeightFiles> {
  const own = await realFiles(checkpoint)
  const all = [...checkpoint.tensors.values()]
  const quantised = all.filter(({ dtype }) => isQuantised(dtype))
  if (quantised.length === 0) return placesIn(commonFolder([...own.values()]), own, new Map(), new Set())
  if (cache === undefined) throw new Error('A model with quantised weights needs a cache.')
  const cacheFolder = await cache.folder()
  const apart = [...own.values()].some((path) => parse(path).root !== parse(cacheFolder).root)
  // No folder holds two drives, so there everything is copied.
  const weights = (apart ? all : quantised).map(
    (tensor): CachedWeight => ({ tensor, form: fourBits.has(tensor.name) ? 'four bits' : 'plain' }),
  )
  const { path, tensors } = await cache.prepare(checkpoint, weights, options)
  const files = apart ? [path] : [path, ...own.values()]
  return placesIn(commonFolder(files), own, new Map(tensors.map((tensor) => [tensor.name, { path, tensor }])), fourBits)
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
  fourBits: ReadonlySet<string>,
): WeightFiles {
  const named = (path: string) => relative(folder, path).replaceAll(sep, '/')
  return {
    folder,
    placeOf(tensor) {
      if (fourBits.has(tensor.name)) throw new Error(`${tensor.name} lies in four bits.`)
      const known = cached.get(tensor.name)
      const { dtype, offset, length } = known?.tensor ?? tensor
      return { dtype: dtype as WeightPlace['dtype'], file: named(known?.path ?? own.get(tensor.file)!), offset, length }
    },
    fourBitsOf({ name }) {
      if (!fourBits.has(name)) return null
      const { numbers, scales, offsets } = partNames(name)
      const part = (of: string) => cached.get(of)?.tensor ?? null
      return { numbers: part(numbers)!, scales: part(scales)!, offsets: part(offsets) }
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
