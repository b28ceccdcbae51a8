import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../../shared/fault'
import { chooseOnnxName, isOnnxName } from '../../../shared/onnx-names'
import { someOf } from '../../../shared/some-of'

/**
 * The ONNX file that a folder is opened for: its only one, or the one that exporters call the whole model; else the same of its
 * folder `onnx`, where repositories for the browser keep them. Null where there is none. Throws an `input` fault that lists
 * several of which none is called so.
 */
export async function chooseOnnx(folder: string, names: readonly string[]): Promise<string | null> {
  const own = names.filter(isOnnxName)
  if (own.length > 0) return join(folder, demandOne(folder, own))
  if (!names.includes('onnx')) return null
  const inner = join(folder, 'onnx')
  const within = (await readdir(inner).catch(() => [])).filter(isOnnxName).sort()
  return within.length === 0 ? null : join(inner, demandOne(inner, within))
}

function demandOne(folder: string, names: readonly string[]): string {
  const chosen = chooseOnnxName(names)
  if (chosen !== null) return chosen
  throw Fault.input(`The folder holds ${names.length} ONNX files: ${someOf(names, 8)}`, {
    file: folder,
    remedy: 'Open one of the files.',
  })
}
