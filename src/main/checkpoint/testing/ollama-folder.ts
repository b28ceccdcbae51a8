import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { writeFiles } from './files'

/** Writes bytes as Ollama keeps them, and gives the layer that names them. */
export function layerOf(store: string, kind: string, bytes: Buffer | string, more: object = {}) {
  const digest = createHash('sha256').update(bytes).digest('hex')
  writeFiles(join(store, 'blobs'), { [`sha256-${digest}`]: bytes })
  const mediaType = `application/vnd.ollama.image.${kind}`
  return { mediaType, digest: `sha256:${digest}`, size: Buffer.from(bytes).length, ...more }
}

/** Writes a manifest for a name's path, `registry.ollama.ai/library/llama3.2/1b` say, and gives its own path. */
export function writeManifest(store: string, name: string, manifest: object, folder = 'manifests'): string {
  const all = { schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.v2+json', ...manifest }
  writeFiles(join(store, folder), { [name]: all })
  return join(store, folder, name)
}
