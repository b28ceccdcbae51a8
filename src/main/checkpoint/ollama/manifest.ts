import { join } from 'node:path'
import * as z from 'zod'
import { Fault } from '../../../shared/fault'
import { shown } from '../gguf/shown'
import * as limits from '../limits'
import { readSmallFile } from '../read-file'
import { parseJsonObject } from '../read-json'

const layer = z.object({
  mediaType: z.string(),
  digest: z.string(),
  size: z.int().nonnegative(),
  /** The model that it was made from, where that is another. */
  from: z.string().optional(),
})
const one = z.object({
  config: layer.partial().nullish(),
  layers: z.array(layer).max(limits.weightFiles).nullish(),
  /** Which program runs it, and what its weights are, where there are several kinds. */
  runner: z.string().optional(),
  format: z.string().optional(),
  /** Of a manifest that lies in a file of its own. */
  digest: z.string().optional(),
})
const manifest = one.extend({ manifests: z.array(one).max(64).nullish() })

export type OllamaLayer = z.infer<typeof layer>
export type OllamaManifest = z.infer<typeof one>

export const pullAgain = 'Fetch the model again with “ollama pull”.'

/** How Ollama's manifests begin, in one line or several. */
export function isOllamaManifest(head: Uint8Array): boolean {
  return /^\s*\{\s*"schemaVersion"\s*:/.test(Buffer.from(head).toString('latin1'))
}

/**
 * A manifest's layers (`manifest/manifest.go` in https://github.com/ollama/ollama); of a list of manifests, those of the GGUF
 * files in it. Throws an `input` fault for what is none.
 */
export async function readManifest(path: string, blobs: string): Promise<OllamaManifest> {
  const read = await parsed(path, manifest)
  if (!read.manifests) return read
  const child =
    read.manifests.find(({ format }) => format === 'gguf') ??
    read.manifests.find(({ runner, format }) => format === undefined && /^(ollama|llamacpp)$/i.test(runner ?? ''))
  if (child === undefined) {
    const kinds = read.manifests.map(({ runner, format }) => format ?? runner ?? 'unknown').join(', ')
    throw Fault.input(`Ollama has this model in other forms than GGUF alone: ${shown(kinds)}`, {
      file: path,
      remedy: 'Open the model’s folder as Hugging Face has it.',
    })
  }
  return child.layers || child.digest === undefined ? child : parsed(blobPath(child.digest, blobs, path), one)
}

/** Where a digest's bytes lie. Throws an `input` fault for a digest that is none: it must not lead to another file. */
export function blobPath(digest: string, blobs: string, file: string): string {
  if (/^sha256[:-][0-9a-f]{64}$/i.test(digest)) return join(blobs, digest.replace(':', '-'))
  throw Fault.input(`The manifest names the file ${shown(digest)}, which is no SHA-256`, { file, remedy: pullAgain })
}

async function parsed<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const bytes = await readSmallFile(file, limits.manifestBytes)
  const { value } = parseJsonObject(bytes, { file, subject: 'The manifest', remedy: pullAgain })
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw Fault.input(`The manifest makes no sense: ${issue!.message}`, {
    file,
    place: shown(issue!.path.join('.')),
    remedy: pullAgain,
  })
}
