import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { Fault } from '../../../shared/fault'
import { ollamaNameAt, shortOllamaName } from '../../../shared/ollama-name'
import { manifestFolders } from '../../../shared/ollama-places'
import type { AboutRow, Checkpoint } from '../checkpoint'
import { openGguf } from '../gguf/open-gguf'
import { inTheirOrder } from '../gguf/shards'
import { shown } from '../gguf/shown'
import * as limits from '../limits'
import { readSmallFile } from '../read-file'
import { parseJsonObject } from '../read-json'
import { blobPath, type OllamaLayer, type OllamaManifest, pullAgain, readManifest } from './manifest'

/**
 * Opens a model of Ollama's by its manifest: the GGUF file that its model layer names, or those of several such layers. Templates
 * and parameters of Ollama's own are not used, since the file has what the model was made with; a projector is left out, and an
 * adapter refused. Throws as `openCheckpoint` does.
 */
export async function openOllama(path: string, options: { signal?: AbortSignal | undefined }): Promise<Checkpoint> {
  const { store, name } = await placeOf(path)
  const blobs = join(store, 'blobs')
  const manifest = await readManifest(path, blobs)
  const layers = manifest.layers ?? []
  await refuseOthers(manifest, layers, blobs, path)
  const models = layers.filter(({ mediaType }) => kindOf(mediaType) === 'model')
  if (models.length === 0) throw Fault.input('The manifest names no model', { file: path, remedy: pullAgain })
  const found = await Promise.all(models.map((layer) => blobOf(layer, blobs, path)))
  const files = await inTheirOrder(found, options.signal)
  const checkpoint = await openGguf(files[0]!, { ...options, name, files: files.map((file) => basename(file)) })
  return { ...checkpoint, path, about: [...checkpoint.about, ...leftOut(layers)] }
}

/** Ollama's folder, and the model's name by where the manifest lies in it; a link to it in `blobs` has only the folder. */
async function placeOf(path: string): Promise<{ store: string; name: string }> {
  const parts = path.split(/[/\\]/).slice(-4)
  const manifests = dirname(dirname(dirname(dirname(path))))
  const name = ollamaNameAt(parts)
  if (name && manifestFolders.includes(basename(manifests))) {
    return { store: dirname(manifests), name: shortOllamaName(name) }
  }
  const blobs = dirname(await realpath(path))
  if (basename(blobs) === 'blobs') return { store: dirname(blobs), name: basename(path) }
  throw Fault.input(
    'The file is a manifest of Ollama’s, which names files that are kept beside it, and here are none',
    {
      file: path,
      remedy: 'Open the model by its name in Ollama, llama3.2:1b say.',
    },
  )
}

/** `model` of `application/vnd.ollama.image.model`, and of one with parameters behind it. */
function kindOf(mediaType: string): string | undefined {
  return /^application\/vnd\.ollama\.image\.(\w+)/.exec(mediaType)?.[1]
}

const config = z.object({ model_format: z.string().optional(), remote_host: z.string().optional() })

async function refuseOthers(
  { config: own }: OllamaManifest,
  layers: readonly OllamaLayer[],
  blobs: string,
  file: string,
): Promise<void> {
  const of = (kind: string) => layers.find(({ mediaType }) => kindOf(mediaType) === kind)
  const adapter = of('adapter')
  if (adapter) {
    const base = of('model')?.from
    throw Fault.input('The model is another with a LoRA adapter over it, which is not computed', {
      file,
      place: `layer ${shown(adapter.mediaType)}`,
      remedy: `Open the model that it was made from${base ? `, ${shown(base)}` : ''}, or merge the adapter into its weights.`,
    })
  }
  const { model_format: format, remote_host: remote } = own?.digest ? await configOf(own.digest, blobs, file) : {}
  if (remote) {
    throw Fault.input(`Ollama runs this model on ${shown(remote)}, and its weights are not here`, {
      file,
      remedy: 'Open one that was fetched.',
    })
  }
  if (of('tensor') || format === 'safetensors') {
    throw Fault.input('Ollama keeps this model as single tensors, which do not open yet', {
      file,
      remedy: 'Open the model’s folder as Hugging Face has it, or a GGUF file of it.',
    })
  }
}

/** Nothing that is computed hangs on it, so that one which is missing or strange is passed over. */
async function configOf(digest: string, blobs: string, file: string): Promise<z.infer<typeof config>> {
  const path = blobPath(digest, blobs, file)
  try {
    const bytes = await readSmallFile(path, limits.manifestBytes)
    return config.parse(parseJsonObject(bytes, { file: path, subject: 'The config', remedy: pullAgain }).value)
  } catch {
    return {}
  }
}

async function blobOf({ digest, size }: OllamaLayer, blobs: string, file: string): Promise<string> {
  const path = blobPath(digest, blobs, file)
  const there = await stat(path).catch(() => null)
  const fault = (message: string) => Fault.input(message, { file: path, remedy: pullAgain })
  if (there === null) throw fault('The weights that Ollama’s manifest names are missing')
  if (there.size !== size) throw fault(`The file is ${there.size} bytes long, where Ollama’s manifest says ${size}`)
  return path
}

const kept: Readonly<Record<string, string>> = {
  projector: 'the part for pictures or sound',
  template: 'Ollama’s prompt template',
  system: 'Ollama’s system prompt',
  params: 'Ollama’s parameters',
  messages: 'Ollama’s messages',
}

function leftOut(layers: readonly OllamaLayer[]): AboutRow[] {
  const kinds = new Set(layers.map(({ mediaType }) => kindOf(mediaType)))
  const parts = Object.entries(kept).flatMap(([kind, part]) => (kinds.has(kind) ? [part] : []))
  return parts.length === 0 ? [] : [{ label: 'Not used of it', value: parts.join(', ') }]
}
