import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../../shared/fault'
import { fileFault } from './file-fault'
import * as limits from './limits'
import { readSmallFile } from './read-file'

const prefix = 'models--'

/**
 * The folder that holds a model's files: for a repository in the Hugging Face hub's cache (`models--org--name`) the snapshot
 * that its branch `main` stands at, or its only one; any other folder itself
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache).
 */
export async function snapshotOf(folder: string): Promise<string> {
  if (!basename(folder).startsWith(prefix)) return folder
  const snapshots = join(folder, 'snapshots')
  const names = await readdir(snapshots).catch((error: unknown) => {
    throw fileFault(error, snapshots)
  })
  const main = await mainOf(folder)
  const name = main ?? (names.length === 1 ? names[0] : undefined)
  if (name !== undefined && names.includes(name)) return join(snapshots, name)
  throw Fault.input(
    names.length === 0
      ? 'The hub cache holds no snapshot of the model'
      : 'The hub cache does not say which snapshot is meant',
    {
      file: folder,
      remedy: names.length === 0 ? 'Download the model again.' : 'Open one of the folders in snapshots.',
    },
  )
}

/** How a person would call a model: after its repository where the folder is a hub cache's snapshot, else after the folder. */
export function modelName(folder: string): string {
  const repository = basename(dirname(dirname(folder)))
  const isSnapshot = basename(dirname(folder)) === 'snapshots' && repository.startsWith(prefix)
  if (isSnapshot) return repository.split('--').at(-1) || folder
  const name = basename(folder)
  // Packages and training runs call it so, and several of them open would be told apart by nothing.
  const says = !/^(model|checkpoint|weights|main|final|best|output|hf)$/i.test(name)
  return says ? name || folder : [basename(dirname(folder)), name].filter(Boolean).join('/')
}

async function mainOf(folder: string): Promise<string | undefined> {
  try {
    return (await readSmallFile(join(folder, 'refs', 'main'), limits.refBytes)).toString('utf8').trim()
  } catch (error) {
    if (error instanceof Fault && error.data.kind === 'input') return undefined
    throw error
  }
}
