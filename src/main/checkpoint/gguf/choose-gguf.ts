import { join } from 'node:path'
import { Fault } from '../../../shared/fault'
import { someOf } from '../../../shared/some-of'

/**
 * The one GGUF model among a folder's files, as LM Studio and hub caches keep them: a file, or the first of those it was split into;
 * null where there is none. Throws an `input` fault where there are several. What lies beside some models, parts that turn
 * pictures into embeddings and importance matrices, counts only where nothing else is there, so that the file says what it is.
 */
export function chooseGguf(folder: string, names: readonly string[]): string | null {
  const all = names.filter((name) => /\.gguf$/i.test(name)).sort()
  const own = all.filter((name) => !/mmproj|imatrix/i.test(name))
  const files = own.length > 0 ? own : all
  const models = files.filter((name) => !/-\d{5}-of-\d{5}\.gguf$/i.test(name) || /-00001-of-\d{5}\.gguf$/i.test(name))
  const [first = files[0], ...others] = models
  if (first === undefined) return null
  if (others.length === 0) return join(folder, first)
  throw Fault.input(`The folder holds ${models.length} GGUF models: ${someOf(models, 6)}`, {
    file: folder,
    remedy: 'Open one of the files.',
  })
}
