import { stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep, win32 } from 'node:path'
import { Fault } from '../../../shared/fault'
import type { CheckpointFile } from '../checkpoint'
import { fileFault } from '../file-fault'
import { damaged } from '../gguf/cursor'
import * as limits from '../limits'
import type { PlacedData } from './tensor-entry'

export interface DataFile extends CheckpointFile {
  readonly data: readonly PlacedData[]
}

/**
 * The files of external data that a graph names, each with its tensors. Throws an `input` fault for a name that leads out of
 * the model's folder, a file that is not there, and a tensor that lies beyond its file's end.
 */
export async function dataFiles(folder: string, path: string, all: readonly PlacedData[]): Promise<DataFile[]> {
  const byFile = new Map<string, PlacedData[]>()
  for (const data of all) {
    if (data.location === null) continue
    const name = nameWithin(data.location, path, data.tensor)
    const known = byFile.get(name)
    if (known) known.push(data)
    else byFile.set(name, [data])
  }
  if (byFile.size > limits.onnxDataFiles) {
    throw Fault.input(`The graph names ${byFile.size} files of weights`, { file: path, remedy: damaged })
  }
  const files: DataFile[] = []
  for (const [name, data] of byFile) {
    const bytes = await sizeOf(join(folder, name), path, data[0]!.tensor)
    const beyond = data.find(({ offset, length }) => offset + length > bytes)
    if (beyond) {
      const { tensor, offset, length } = beyond
      throw Fault.input(`The weights lie at bytes ${offset} to ${offset + length} of a file of ${bytes}`, {
        file: join(folder, name),
        place: `tensor ${tensor}`,
        remedy: damaged,
      })
    }
    files.push({ name, bytes, data })
  }
  return files
}

function nameWithin(location: string, path: string, tensor: string): string {
  const name = normalize(location)
  const leadsOut =
    isAbsolute(name) || win32.isAbsolute(name) || name.split(/[\\/]/).includes('..') || name.includes('\0')
  if (!leadsOut && name !== '.' && !name.endsWith(sep)) return name
  throw Fault.input('The weights are said to lie outside the model’s folder', {
    file: path,
    place: `tensor ${tensor}: ${JSON.stringify(location).slice(1, 121)}`,
    remedy: 'Export the model again with its data beside it; a graph must not name other files of this machine.',
  })
}

async function sizeOf(file: string, path: string, tensor: string): Promise<number> {
  const there = await stat(file).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw fileFault(error, file)
    throw Fault.input('A file with weights of the graph is missing', {
      file: path,
      place: `tensor ${tensor}: ${file}`,
      remedy: 'Fetch it too, and leave it beside the .onnx file under its own name.',
    })
  })
  if (there.isFile()) return there.size
  throw Fault.input('What the graph names as its weights is no file', {
    file,
    remedy: 'Put the model’s own file there.',
  })
}
