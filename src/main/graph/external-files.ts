import { realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { Checkpoint } from '../checkpoint'

/** Where ONNX Runtime finds the weights: it wants one folder, and names within it. */
export interface ExternalFiles {
  readonly folder: string
  /** A weight file's name within `folder`. */
  nameOf(file: string): string
}

/**
 * The weight files where they really lie. A hub cache links each into another folder, and ONNX Runtime refuses a name that
 * leads out of the folder it was given.
 */
export async function externalFiles(checkpoint: Checkpoint): Promise<ExternalFiles> {
  const real = new Map<string, string>()
  for (const { name } of checkpoint.files) real.set(name, await realpath(join(checkpoint.folder, name)))
  const folder = commonFolder([...real.values()])
  return {
    folder,
    nameOf: (file) => relative(folder, real.get(file) ?? join(checkpoint.folder, basename(file))).replaceAll(sep, '/'),
  }
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '.')
  while (paths.some((path) => relative(folder, path).startsWith('..')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return folder
}
