import { join } from 'node:path'
import { Fault } from '../../../shared/fault'
import { ggufModels } from '../../../shared/gguf-names'
import { someOf } from '../../../shared/some-of'

/**
 * The one GGUF model among a folder's files, as LM Studio and hub caches keep them: a file, or the first of those that it was
 * split into; null where there is none. Throws an `input` fault where there are several.
 */
export function chooseGguf(folder: string, names: Iterable<string>): string | null {
  const models = ggufModels(names)
  const [model] = models
  if (model === undefined) return null
  if (models.length === 1) return join(folder, model.files[0]!)
  const firsts = models.map(({ files }) => files[0]!)
  throw Fault.input(`The folder holds ${models.length} GGUF models: ${someOf(firsts, 6)}`, {
    file: folder,
    remedy: 'Open one of the files.',
  })
}
