import { opendir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../../shared/fault'
import { isOnnxName } from '../../shared/onnx-names'
import { fileFault } from './file-fault'
import { chooseGguf } from './gguf/choose-gguf'
import { damaged } from './gguf/cursor'
import { modelName, snapshotOf } from './hub-cache'
import * as limits from './limits'
import { type FoundEntry, noWeightsFault, unopenedFormat } from './no-model'
import { isOllamaManifest } from './ollama/manifest'
import { chooseOnnx } from './onnx/choose-onnx'
import { readAt, withFile } from './read-file'
import { isGguf, sniff, sniffedBytes } from './sniff'

const configName = 'config.json'
const singleName = 'model.safetensors'
const indexName = 'model.safetensors.index.json'

/** What a path stands for. */
export type FoundModel =
  | { readonly folder: ModelFolder }
  | { readonly gguf: string }
  | { readonly ollama: string }
  | { readonly onnx: string }

export interface ModelFolder {
  /** Absolute. */
  readonly path: string
  readonly name: string
  readonly configFile: string
  /** The weight file or the index of several. */
  readonly weights: { readonly indexed: boolean; readonly name: string }
  readonly tokenizerFile: string | null
  readonly tokenizerConfigFile: string | null
  readonly chatTemplateFile: string | null
  readonly specialTokensFile: string | null
  readonly generationConfigFile: string | null
  /** The weight file or index that the person named in the folder's place, which must be the model's. */
  readonly named: string | null
}

/**
 * The model that an absolute path stands for: a folder, a hub cache's folder of a repository, one of the files that make
 * a folder a model, a GGUF file under any name, an ONNX file, or a manifest of Ollama's. Throws an `input` fault that says what was found where there is none.
 */
export async function findModel(path: string): Promise<FoundModel> {
  const there = await stat(path).catch((error: unknown) => {
    throw fileFault(error, path)
  })
  if (there.isDirectory()) return modelIn(await snapshotOf(path), null)
  const name = basename(path)
  if (name === configName) return modelIn(dirname(path), null)
  if (/\.safetensors(\.index\.json)?$/i.test(name)) return modelIn(dirname(path), name)
  const head = await withFile(path, (handle, bytes) => readAt(handle, 0, Math.min(bytes, sniffedBytes), path))
  if (isGguf(head)) return { gguf: path }
  if (isOllamaManifest(head)) return { ollama: path }
  if (isOnnxName(name)) return { onnx: path }
  throw strangeFile(path, head)
}

async function modelIn(path: string, named: string | null): Promise<FoundModel> {
  const entries = await entriesOf(path)
  const names = new Set(entries.map(({ name }) => name))
  const weights = chooseWeights(path, names)
  if (weights === null) {
    const gguf = chooseGguf(path, names)
    if (gguf !== null) return { gguf }
    const onnx = await chooseOnnx(path, [...names])
    if (onnx !== null) return { onnx }
    throw await noWeightsFault(path, entries)
  }
  if (!names.has(configName)) {
    throw Fault.input('There is no config.json beside the weights', {
      file: path,
      remedy: 'Put the model’s config.json into this folder.',
    })
  }
  const fileOrNull = (name: string) => (names.has(name) ? join(path, name) : null)
  const folder = {
    path,
    name: modelName(path),
    configFile: join(path, configName),
    weights,
    tokenizerFile: fileOrNull('tokenizer.json'),
    tokenizerConfigFile: fileOrNull('tokenizer_config.json'),
    chatTemplateFile: fileOrNull('chat_template.jinja'),
    specialTokensFile: fileOrNull('special_tokens_map.json'),
    generationConfigFile: fileOrNull('generation_config.json'),
    named,
  }
  return { folder }
}

/** As transformers chooses: one file before an index. A folder with one file under another name can only mean that. */
function chooseWeights(folder: string, names: ReadonlySet<string>): ModelFolder['weights'] | null {
  if (names.has(singleName)) return { indexed: false, name: singleName }
  if (names.has(indexName)) return { indexed: true, name: indexName }
  const files = [...names].filter((name) => name.endsWith('.safetensors'))
  const [first, ...more] = files
  if (first === undefined) return null
  if (files.some((name) => /-\d+-of-\d+\.safetensors$/.test(name))) {
    throw Fault.input('The weights are in several files, and the index that names them is missing', {
      file: folder,
      remedy: `Fetch ${indexName} and every file that it names.`,
    })
  }
  if (more.length === 0) return { indexed: false, name: first }
  throw Fault.input(`The folder holds several weight files, none of them ${singleName}`, {
    file: folder,
    place: files.slice(0, 3).join(', '),
    remedy: 'Leave one of them in the folder, with its config.json.',
  })
}

async function entriesOf(folder: string): Promise<FoundEntry[]> {
  const entries: FoundEntry[] = []
  try {
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      entries.push({ name: entry.name, mayBeFolder: !entry.isFile() })
      if (entries.length === limits.folderEntries) break
    }
  } catch (error) {
    throw fileFault(error, folder)
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function strangeFile(path: string, head: Buffer): Fault {
  const sniffed = sniff(head)
  if (sniffed) return Fault.input(`The file is ${sniffed.what}`, { file: path, remedy: sniffed.remedy })
  if (/\.gguf$/i.test(path)) {
    return Fault.input('The file does not begin as a GGUF file does', { file: path, remedy: damaged })
  }
  const format = unopenedFormat(basename(path))
  if (format) return Fault.input(`${format.title} do not open yet`, { file: path, remedy: format.remedy })
  return Fault.input('The file is none that makes a model', {
    file: path,
    remedy: `Open a GGUF or ONNX file, or a model’s folder with ${configName} and ${singleName} in it.`,
  })
}
