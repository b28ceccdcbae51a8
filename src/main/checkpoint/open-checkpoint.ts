import { resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Checkpoint } from './checkpoint'
import { openGguf } from './gguf/open-gguf'
import { findModel } from './model-folder'
import { openOllama } from './ollama/open-ollama'
import { isOnnx, type OnnxFile } from './onnx/onnx-file'
import { openOnnx } from './onnx/open-onnx'
import { openSafetensors } from './open-safetensors'

/**
 * Opens the model that a path stands for: a folder as Hugging Face saves it, a hub cache's folder of one, a file in one, a GGUF
 * file, a manifest of Ollama's, an ONNX file, or a folder of one. Reads headers, and of the weights only the samples of the
 * fingerprint. Throws an `input` fault naming file, place and remedy for whatever is missing or makes no sense, an `environment`
 * fault for what may not be read, and the signal's reason when it aborts.
 */
export async function openModelFiles(
  path: string,
  options: { signal?: AbortSignal } = {},
): Promise<Checkpoint | OnnxFile> {
  options.signal?.throwIfAborted()
  const found = await findModel(resolve(path))
  if ('gguf' in found) return openGguf(found.gguf, options)
  if ('onnx' in found) return openOnnx(found.onnx, options)
  return 'ollama' in found ? openOllama(found.ollama, options) : openSafetensors(found.folder, options)
}

/** The same of a model whose weights a family computes with. Throws as `openModelFiles` does, and for a graph. */
export async function openCheckpoint(path: string, options: { signal?: AbortSignal } = {}): Promise<Checkpoint> {
  const files = await openModelFiles(path, options)
  if (!isOnnx(files)) return files
  throw Fault.input('The file is an ONNX graph, and not the weights of a model', { file: files.path })
}
