import type { Anatomy, PublishedModel } from '../../shared/anatomy'
import { Fault } from '../../shared/fault'
import { someOf } from '../../shared/some-of'
import { readConfig } from '../checkpoint'
import { published } from '../families'
import { anatomyOf, anatomyOfPublished, anatomyOnPaper } from './anatomy'
import type { OpenModels } from './opened-model'
import { resolvePath } from './resolve-path'

/** A model on the disk, a config.json alone, or a published model by its id. */
export type AnatomySubject = { readonly path: string } | { readonly published: string }

/** Where the parameters are of whatever is named. Throws an `input` fault for a published model that is not known. */
export async function findAnatomy(
  models: OpenModels,
  subject: AnatomySubject,
  signal: AbortSignal | undefined,
): Promise<Anatomy> {
  if ('published' in subject) return publishedAnatomy(subject.published)
  const { path } = subject
  if (!isConfig(path)) return anatomyOf(await models.open(path, signal))
  const file = resolvePath(path)
  return anatomyOnPaper({ config: await readConfig(file), file })
}

export function publishedModels(): PublishedModel[] {
  return published.map(({ id, title, stated, source }) => ({ id, title, stated, source }))
}

/** A config is counted as it is, whatever lies beside it; an index of weight files is a model's. */
function isConfig(path: string): boolean {
  return /\.json["']?\s*$/i.test(path) && !/\.index\.json["']?\s*$/i.test(path)
}

/** Throws an `input` fault where none is known by this id. */
export function publishedAnatomy(id: string): Anatomy {
  const found = published.find((one) => one.id === id)
  if (found) return anatomyOfPublished(found)
  const known = published.map((one) => one.id)
  throw Fault.input('No published model is known by this name', {
    place: id,
    remedy: `Known are ${someOf(known, known.length)}.`,
  })
}
