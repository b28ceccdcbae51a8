import { basename, dirname, join } from 'node:path'
import { Fault } from '../../../shared/fault'
import type { Checkpoint, CheckpointFile, StoredTensor } from '../checkpoint'
import { Fingerprint } from '../fingerprint'
import { withFile } from '../read-file'
import { aboutGguf } from './about'
import type { GgufModel } from './architecture'
import type { GgufMetadata } from './header'
import { Keys } from './keys'
import { layOut } from './layout'
import { refuseOtherKinds } from './other-kinds'
import { readGgufHeader } from './read-header'
import { readVectors } from './read-vectors'
import { architectures } from './registry'
import { renamed } from './rename'
import { checkShard, checkTensorCount, shardsOf } from './shards'
import { shown } from './shown'

export interface GgufOptions {
  readonly name?: string
  readonly files?: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens a GGUF file, or all of those that one was split into, from their headers; of the weights only the samples of the
 * fingerprint are read. `name` is how a person would call it, `files` are the names of its parts in their order where the
 * file's own name does not tell. Throws an `input` fault naming file, place and remedy for whatever makes no sense or is not
 * computed, and the signal's reason when it aborts.
 */
export async function openGguf(
  path: string,
  { name = nameOf(path), files: given, signal }: GgufOptions = {},
): Promise<Checkpoint> {
  const folder = dirname(path)
  const shards = given ?? (await shardsOf(path))
  const fingerprint = new Fingerprint(Buffer.from('gguf'))
  const files: CheckpointFile[] = []
  const tensors = new Map<string, StoredTensor>()
  let metadata: GgufMetadata = new Map()
  for (const [index, shard] of shards.entries()) {
    const file = join(folder, shard)
    await withFile(file, async (handle, bytes) => {
      const header = await readGgufHeader(handle, bytes, file, signal)
      if (index === 0) metadata = header.metadata
      checkShard(header.metadata, { index, count: shards.length, file })
      const placed = layOut(header, { path: file, name: shard, bytes })
      files.push({ name: shard, bytes })
      addTensors(tensors, placed, file)
      await fingerprint.addFile(handle, { bytes: header.bytes, tensors: placed }, bytes, file)
    })
  }
  const configFile = join(folder, shards[0]!)
  checkTensorCount(metadata, tensors.size, configFile)
  refuseOtherKinds(metadata, tensors.size, configFile)
  const { architecture, keys } = architectureOf(metadata, configFile)
  const vectors = await readVectors(tensors, folder)
  const model = modelOf(tensors, vectors, keys, configFile)
  const config = architecture.config(model)
  keys.refuseOthers()
  const rules = typeof architecture.names === 'function' ? architecture.names(model) : architecture.names
  return {
    path: configFile,
    folder,
    name,
    format: 'gguf',
    config,
    configFile,
    metadata,
    about: aboutGguf(metadata),
    tensors: renamed(tensors.values(), rules, { architecture: architecture.name, path: configFile }),
    files,
    tokenizerFile: null,
    tokenizerConfigFile: null,
    chatTemplateFile: null,
    specialTokensFile: null,
    generationConfigFile: null,
    fingerprint: fingerprint.digest(),
  }
}

/** `model` for `model-00001-of-00003.gguf`. */
function nameOf(path: string): string {
  return basename(path).replace(/(-\d{5}-of-\d{5})?\.gguf$/i, '')
}

function addTensors(tensors: Map<string, StoredTensor>, added: readonly StoredTensor[], file: string): void {
  for (const tensor of added) {
    const other = tensors.get(tensor.name)
    if (other) {
      throw Fault.input(`The tensor is in ${other.file} too`, {
        file,
        place: `tensor ${shown(tensor.name)}`,
        remedy: 'Fetch the model’s files again; these do not belong together.',
      })
    }
    tensors.set(tensor.name, tensor)
  }
}

function architectureOf(metadata: GgufMetadata, file: string) {
  const name = metadata.get('general.architecture')
  const known = architectures.map((each) => each.name).join(', ')
  const architecture = architectures.find((each) => each.name === name)
  if (architecture === undefined) {
    const message =
      typeof name === 'string'
        ? `The file is of the architecture ${shown(name)}, which does not open yet`
        : 'The file does not say of which architecture it is'
    throw Fault.input(message, { file, place: 'key general.architecture', remedy: `Those that open: ${known}.` })
  }
  return { architecture, keys: new Keys(metadata, architecture.name, file) }
}

function modelOf(
  tensors: ReadonlyMap<string, StoredTensor>,
  vectors: ReadonlyMap<string, readonly number[]>,
  keys: Keys,
  file: string,
): GgufModel {
  return {
    keys,
    has: (name) => tensors.has(name),
    vector: (name) => vectors.get(name) ?? null,
    tensor(name) {
      const tensor = tensors.get(name)
      if (tensor) return tensor
      throw Fault.input('The model lacks a weight that its architecture calls for', {
        file,
        place: `tensor ${name}`,
        remedy: 'Fetch the file again; part of it is missing.',
      })
    },
  }
}
