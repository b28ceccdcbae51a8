import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const tiny = join(import.meta.dirname, '../fixtures/gguf/llama-tiny.gguf')

/** Makes a folder laid out as Ollama lays out its own, with a tiny Llama in it under each of these names' paths. */
export async function makeOllamaFolder(folder: string, names: readonly string[]): Promise<void> {
  const layer = async (kind: string, bytes: Buffer) => {
    const digest = createHash('sha256').update(bytes).digest('hex')
    await put(join(folder, 'blobs', `sha256-${digest}`), bytes)
    return { mediaType: `application/vnd.ollama.image.${kind}`, digest: `sha256:${digest}`, size: bytes.length }
  }
  const layers = [await layer('model', await readFile(tiny)), await layer('template', Buffer.from('{{ .Prompt }}'))]
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
  for (const name of names) {
    await put(join(folder, 'manifests', name), JSON.stringify({ schemaVersion: 2, mediaType, layers }))
  }
}

async function put(path: string, bytes: Buffer | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}
