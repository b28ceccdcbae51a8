import { stat } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import { parseOllamaName } from '../../shared/ollama-name'
import { someOf } from '../../shared/some-of'
import { installedAs, installedOllamaModels } from '../checkpoint'
import { plainPath, resolvePath } from './resolve-path'

/**
 * The absolute path of the model that a person means: what lies at the path that they typed, else the manifest of the model that
 * has this name in Ollama. Throws an `input` fault for what can be neither, and for a name that Ollama has no model of, with those
 * that it has.
 */
export async function resolveModel(typed: string): Promise<string> {
  const path = resolvePath(typed)
  const name = parseOllamaName(plainPath(typed))
  if (name === null || (await isThere(path))) return path
  const installed = await installedOllamaModels()
  const model = installedAs(name, installed)
  if (model) return model.manifest
  const file = plainPath(typed)
  if (installed.length === 0) throw Fault.input('There is no such file or folder', { file, remedy: 'Check the path.' })
  const names = installed.map((each) => each.name)
  throw Fault.input('There is no such file or folder, and Ollama has no model of this name', {
    file,
    remedy: `Check the path, or open one that Ollama has: ${someOf(names, 8)}.`,
  })
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
