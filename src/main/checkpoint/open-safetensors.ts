import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Checkpoint, CheckpointFile, StoredTensor } from './checkpoint'
import { Fingerprint } from './fingerprint'
import * as limits from './limits'
import type { ModelFolder } from './model-folder'
import { readSmallFile, withFile } from './read-file'
import { parseJsonObject } from './read-json'
import { readHeader } from './safetensors-file'
import { parseIndex } from './safetensors-index'

const together = 'Fetch the model’s files again; these do not belong together.'

/**
 * Opens a model as Hugging Face saves it, from its config and the headers of its weight files; of the weights themselves only
 * the samples of the fingerprint are read. Throws as `openCheckpoint` does.
 */
export async function openSafetensors(model: ModelFolder, { signal }: { signal?: AbortSignal }): Promise<Checkpoint> {
  const configBytes = await readSmallFile(model.configFile, limits.configBytes)
  const config = parseJsonObject(configBytes, {
    file: model.configFile,
    subject: 'The config',
    remedy: 'Fetch the model’s config.json again.',
  }).value
  const index = await readIndex(model)
  const names = index ? [...new Set(index.values())].sort() : [model.weights.name]
  refuseStray(model, names)

  const fingerprint = new Fingerprint(configBytes)
  const files: CheckpointFile[] = []
  const tensors = new Map<string, StoredTensor>()
  for (const name of names) {
    signal?.throwIfAborted()
    const file = join(model.path, name)
    await withFile(file, async (handle, bytes) => {
      const header = await readHeader(handle, { path: file, name, bytes })
      files.push({ name, bytes })
      addTensors(tensors, header.tensors, file)
      await fingerprint.addFile(handle, header, bytes, file)
    }).catch((error: unknown) => {
      throw missingWeights(error, file)
    })
  }
  checkIndex(index, tensors, model)
  const { name, tokenizerFile, tokenizerConfigFile, chatTemplateFile, specialTokensFile, generationConfigFile } = model
  return {
    path: model.path,
    folder: model.path,
    name,
    format: 'safetensors',
    config,
    configFile: model.configFile,
    metadata: null,
    about: [],
    tensors,
    files,
    tokenizerFile,
    tokenizerConfigFile,
    chatTemplateFile,
    specialTokensFile,
    generationConfigFile,
    fingerprint: fingerprint.digest(),
  }
}

async function readIndex({ path, weights }: ModelFolder): Promise<ReadonlyMap<string, string> | null> {
  if (!weights.indexed) return null
  const file = join(path, weights.name)
  return parseIndex(await readSmallFile(file, limits.indexBytes), file)
}

/** A file that the person named must be one that the folder's model is made of. */
function refuseStray({ path, named, weights }: ModelFolder, names: readonly string[]): void {
  if (named === null || named === weights.name || names.includes(named)) return
  throw Fault.input(`The model in this folder is made of ${weights.name}, and not of this file`, {
    file: join(path, named),
    remedy: 'Open the folder, or put this file into one of its own with its config.json.',
  })
}

/** The index names files, and a hub cache links to them: either may be without the file itself. */
function missingWeights(error: unknown, file: string): unknown {
  const { cause } = error instanceof Fault ? error : {}
  if ((cause as { code?: unknown } | undefined)?.code !== 'ENOENT') return error
  return Fault.input('The weight file is missing, or a link to one that is', {
    file,
    remedy: 'Fetch it too, beside the model’s other files.',
  })
}

function addTensors(tensors: Map<string, StoredTensor>, added: readonly StoredTensor[], file: string): void {
  for (const tensor of added) {
    const other = tensors.get(tensor.name)
    if (other) {
      throw Fault.input(`The tensor is in ${other.file} too`, {
        file,
        place: `tensor ${tensor.name}`,
        remedy: together,
      })
    }
    tensors.set(tensor.name, tensor)
  }
  if (tensors.size <= limits.tensorsInModel) return
  throw Fault.input(`The model has more than ${limits.tensorsInModel} tensors`, { file, remedy: together })
}

function checkIndex(
  index: ReadonlyMap<string, string> | null,
  tensors: ReadonlyMap<string, StoredTensor>,
  { path, weights }: ModelFolder,
): void {
  const file = join(path, weights.name)
  if (tensors.size === 0) {
    throw Fault.input('The weight file holds no tensors', { file, remedy: 'Fetch it again; it is not a model’s.' })
  }
  for (const [name, shard] of index ?? []) {
    if (tensors.get(name)?.file === shard) continue
    throw Fault.input(`The index says that the tensor is in ${shard}, and it is not`, {
      file,
      place: `tensor ${name}`,
      remedy: together,
    })
  }
}
