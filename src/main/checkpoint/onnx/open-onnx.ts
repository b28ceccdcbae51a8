import { basename, dirname, extname, join, resolve } from 'node:path'
import { fromBinary } from '@bufbuild/protobuf'
import { Fault } from '../../../shared/fault'
import { type ModelProto, ModelProtoSchema } from '../../onnx-format'
import type { CheckpointFile, StoredTensor } from '../checkpoint'
import { Fingerprint } from '../fingerprint'
import { damaged } from '../gguf/cursor'
import { modelName } from '../hub-cache'
import * as limits from '../limits'
import { readAt, withFile } from '../read-file'
import { sniff, sniffedBytes } from '../sniff'
import { type DataFile, dataFiles } from './data-files'
import { bytesOfFile, type FileBytes } from './file-bytes'
import { filesNear } from './files-near'
import type { OnnxFile } from './onnx-file'
import { inRealPlaces } from './real-places'
import { readSkeleton, type Skeleton } from './skeleton'
import type { PlacedData } from './tensor-entry'
import { Wire } from './wire'

/**
 * Opens an ONNX file. Of the weights, in the file itself or beside it, only the samples of the fingerprint are read. Throws an
 * `input` fault naming file, place and remedy for whatever makes no sense, and the signal's reason when it aborts.
 */
export async function openOnnx(path: string, { signal }: { signal?: AbortSignal } = {}): Promise<OnnxFile> {
  const file = resolve(path)
  const [folder, own] = [dirname(file), basename(file)]
  return withFile(file, async (handle, bytes) => {
    await refuseOthers(await readAt(handle, 0, Math.min(bytes, sniffedBytes), file), bytes, file)
    signal?.throwIfAborted()
    const { skeleton, model } = parseOnnx(bytesOfFile(handle.fd, bytes, file), file)
    const others = await dataFiles(folder, file, skeleton.data)
    signal?.throwIfAborted()
    const inside = skeleton.data.filter(({ location }) => location === null)
    const fingerprint = new Fingerprint(Buffer.from('onnx'))
    await fingerprint.addFile(handle, headerOf(skeleton, inside, own), bytes, file)
    for (const other of others) await addDataFile(fingerprint, folder, other, signal)
    return {
      path: file,
      folder,
      name: nameOf(folder, own),
      ...(await inRealPlaces({ model, skeleton: skeleton.bytes }, folder, [own, ...others.map(({ name }) => name)])),
      files: [{ name: own, bytes }, ...others.map(({ name, bytes }): CheckpointFile => ({ name, bytes }))],
      mapped: {
        tensors: skeleton.data.length,
        bytes: skeleton.data.reduce((sum, { length }) => sum + length, 0),
      },
      ...(await filesNear(folder, file)),
      fingerprint: fingerprint.digest(),
    }
  })
}

/** A graph without its weights, and decoded. */
export function parseOnnx(bytes: FileBytes, file: string): { skeleton: Skeleton; model: ModelProto } {
  const skeleton = readSkeleton(new Wire(bytes, file), basename(file))
  return { skeleton, model: decoded(skeleton.bytes, file) }
}

async function refuseOthers(head: Buffer, bytes: number, file: string): Promise<void> {
  if (bytes === 0) throw Fault.input('The file is empty', { file, remedy: damaged })
  const sniffed = sniff(head)
  if (sniffed) throw Fault.input(`The file is ${sniffed.what}`, { file, remedy: sniffed.remedy })
  if (head.subarray(4, 8).toString('latin1') === 'ORTM') {
    const remedy = 'Open the .onnx file that it was made from.'
    throw Fault.input('The file is in ONNX Runtime’s own format (.ort)', { file, remedy })
  }
  if (bytes > limits.onnxFileBytes) {
    throw Fault.input(`The file is ${bytes} bytes long, where a model in one piece ends at ${limits.onnxFileBytes}`, {
      file,
      remedy: 'Export the model with external data.',
    })
  }
}

function decoded(bytes: Uint8Array, file: string): ModelProto {
  const remedy = damaged
  let model: ModelProto
  try {
    model = fromBinary(ModelProtoSchema, bytes)
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw new Fault({ kind: 'input', message: 'The file is no ONNX model', file, remedy, details }, { cause: error })
  }
  if (!model.graph || model.graph.node.length === 0) throw Fault.input('The file holds no graph', { file, remedy })
  return model
}

function headerOf({ copied }: Skeleton, data: readonly PlacedData[], file: string) {
  return { bytes: Buffer.concat(copied), tensors: data.map((one) => stored(one, file)) }
}

function addDataFile(fingerprint: Fingerprint, folder: string, { name, bytes, data }: DataFile, signal?: AbortSignal) {
  signal?.throwIfAborted()
  const path = join(folder, name)
  const header = { bytes: new Uint8Array(), tensors: data.map((one) => stored(one, name)) }
  return withFile(path, (handle) => fingerprint.addFile(handle, header, bytes, path))
}

function stored({ tensor, offset, length }: PlacedData, file: string): StoredTensor {
  return { name: tensor, dtype: '', shape: [], file, offset, length }
}

/** Repositories for the browser keep their graphs in a folder `onnx`, several of them beside each other. */
function nameOf(folder: string, own: string): string {
  const repository = basename(folder) === 'onnx' ? dirname(folder) : folder
  const name = basename(own, extname(own))
  return /^(model|decoder_model|decoder_model_merged)$/.test(name) ? modelName(repository) : name
}
