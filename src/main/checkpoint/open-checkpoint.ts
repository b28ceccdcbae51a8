import { resolve } from 'node:path'
import type { Checkpoint } from './checkpoint'
import { openGguf } from './gguf/open-gguf'
import { findModel } from './model-folder'
import { openOllama } from './ollama/open-ollama'
import { openSafetensors } from './open-safetensors'

/**
 * Opens the model that a path stands for: a folder as Hugging Face saves it, a hub cache's folder of one, a file in one, a GGUF
 * file, or a manifest of Ollama's. Reads headers, and of the weights only the samples of the fingerprint. Throws an `input` fault naming file, place
 * and remedy for whatever is missing or makes no sense, an `environment` fault for what may not be read, and the signal's
 * reason when it aborts.
 */
export async function openCheckpoint(path: string, options: { signal?: AbortSignal } = {}): Promise<Checkpoint> {
  options.signal?.throwIfAborted()
  const found = await findModel(resolve(path))
  if ('gguf' in found) return openGguf(found.gguf, options)
  return 'ollama' in found ? openOllama(found.ollama, options) : openSafetensors(found.folder, options)
}
