import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { type OllamaName, parseOllamaName } from '../../shared/ollama-name'
import { manifestPlaces, ollamaFolders } from '../../shared/ollama-places'
import { sampleName } from '../../shared/sample'

/**
 * The model that a word on the command line names: an absolute path, or as it stands the shipped sample's name, and a name in Ollama
 * where nothing lies at the path: one with a tag, which paths hardly have, or of a model that is there.
 */
export function modelArgument(word: string, workingFolder: string): string {
  if (word === sampleName) return word
  const path = resolve(workingFolder, word)
  const name = parseOllamaName(word)
  return name && !existsSync(path) && (/:[^/]*$/.test(word) || isInOllama(name)) ? word : path
}

function isInOllama(name: OllamaName): boolean {
  const places = ollamaFolders(process.env.OLLAMA_MODELS, homedir()).flatMap((store) => manifestPlaces(store, name))
  return places.some((place) => existsSync(place))
}
