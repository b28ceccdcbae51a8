import type { OllamaName } from './ollama-name'

/** Below Ollama's folder; the newer is the one that it takes a model from first. */
export const manifestFolders = ['manifests-v2', 'manifests']

/**
 * Where Ollama keeps models: where `OLLAMA_MODELS` says, else where it does by itself, for one person or as a service of the system
 * (`envconfig/config.go` and `scripts/install.sh` in https://github.com/ollama/ollama).
 */
export function ollamaFolders(said: string | undefined, home: string): string[] {
  const chosen = said?.replace(/^[\s"']+|[\s"']+$/g, '')
  return chosen ? [chosen] : [`${home}/.ollama/models`, '/usr/share/ollama/.ollama/models']
}

/** Where a model's manifest may lie in one of them: `manifests/HOST/NAMESPACE/MODEL/TAG` (`manifest/paths.go`). */
export function manifestPlaces(store: string, { host, namespace, model, tag }: OllamaName): string[] {
  const hosts = host === 'registry.ollama.ai' ? [host, 'ollama.com'] : [host]
  return manifestFolders.flatMap((folder) =>
    hosts.map((each) => [store, folder, each, namespace, model, tag].join('/')),
  )
}
