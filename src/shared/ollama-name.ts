/** A model's name as Ollama has it, whole (`types/model/name.go` in https://github.com/ollama/ollama). */
export interface OllamaName {
  readonly host: string
  readonly namespace: string
  readonly model: string
  readonly tag: string
}

const usual = { host: 'registry.ollama.ai', namespace: 'library', tag: 'latest' }
/** Newer versions of Ollama keep what comes from its own registry under this host. */
const sameHost = 'ollama.com'

const host = /^\w[\w.:-]{0,349}$/
const namespace = /^\w[\w-]{0,79}$/
const part = /^\w[\w.-]{0,79}$/

/**
 * Reads `[[HOST/]NAMESPACE/]MODEL[:TAG]`, `llama3.2:1b` or `hf.co/org/name:Q4_K_M` say, and fills in what Ollama would; null for
 * what can be no name.
 */
export function parseOllamaName(text: string): OllamaName | null {
  const [, path = text, tag = usual.tag] = /^(.*):([^/:]*)$/.exec(text) ?? []
  const parts = path.split('/')
  if (parts.length > 3) return null
  const [model = '', space = usual.namespace, registry = usual.host] = parts.reverse()
  return checked({ host: registry, namespace: space, model, tag })
}

/** By where its manifest lies below the folder of manifests: `[HOST, NAMESPACE, MODEL, TAG]`. */
export function ollamaNameAt(parts: readonly string[]): OllamaName | null {
  const [registry = '', space = '', model = '', tag = ''] = parts
  return parts.length === 4 ? checked({ host: registry, namespace: space, model, tag }) : null
}

/** As `ollama list` shows it: with its tag, and with host and namespace where they are not Ollama's own. */
export function shortOllamaName({ host, namespace, model, tag }: OllamaName): string {
  const isOwn = host.toLowerCase() === usual.host
  const before = isOwn && namespace.toLowerCase() === usual.namespace ? '' : `${isOwn ? '' : `${host}/`}${namespace}/`
  return `${before}${model}:${tag}`
}

function checked(name: OllamaName): OllamaName | null {
  const isOwn = name.host.toLowerCase() === sameHost
  const fits = host.test(name.host) && namespace.test(name.namespace) && part.test(name.model) && part.test(name.tag)
  if (!fits) return null
  return isOwn ? { ...name, host: usual.host } : name
}
