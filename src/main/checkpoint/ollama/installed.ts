import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type OllamaName, ollamaNameAt, shortOllamaName } from '../../../shared/ollama-name'
import { manifestFolders, ollamaFolders } from '../../../shared/ollama-places'
import * as limits from '../limits'

export interface InstalledModel {
  /** As `ollama list` shows it. */
  readonly name: string
  /** Absolute path of its manifest, which opens it. */
  readonly manifest: string
}

/**
 * The models that Ollama has on this machine, by name. It keeps them in `manifests/HOST/NAMESPACE/MODEL/TAG` and `blobs/` of its
 * folder (`manifest/paths.go` in https://github.com/ollama/ollama). What cannot be read has none in it; never rejects.
 */
export async function installedOllamaModels(): Promise<InstalledModel[]> {
  const models = new Map<string, string>()
  for (const store of ollamaFolders(process.env.OLLAMA_MODELS, homedir())) {
    for (const folder of manifestFolders) {
      for (const parts of await pathsBelow(join(store, folder), 4)) {
        const name = ollamaNameAt(parts)
        const short = name && shortOllamaName(name)
        if (short && !models.has(short)) models.set(short, join(store, folder, ...parts))
        if (models.size >= limits.ollamaModels) break
      }
    }
  }
  return [...models].map(([name, manifest]) => ({ name, manifest })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The one of this name among them, in any case. */
export function installedAs(name: OllamaName, installed: readonly InstalledModel[]): InstalledModel | undefined {
  const wanted = shortOllamaName(name).toLowerCase()
  return installed.find((model) => model.name.toLowerCase() === wanted)
}

/** The paths of what is no folder, so many levels below one. */
async function pathsBelow(folder: string, levels: number): Promise<string[][]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const shown = entries.filter(({ name }) => !name.startsWith('.')).slice(0, limits.ollamaModels)
  if (levels === 1) return shown.filter((entry) => !entry.isDirectory()).map(({ name }) => [name])
  const paths: string[][] = []
  for (const { name } of shown.filter((entry) => entry.isDirectory())) {
    for (const below of await pathsBelow(join(folder, name), levels - 1)) paths.push([name, ...below])
    if (paths.length >= limits.ollamaModels) break
  }
  return paths
}
