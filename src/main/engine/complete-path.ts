import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { ggufModels } from '../../shared/gguf-names'
import { chooseOnnxName, isOnnxName } from '../../shared/onnx-names'
import { installedOllamaModels } from '../checkpoint'
import { plainPath, resolvePath } from './resolve-path'

export interface PathChoice {
  /** Absolute, without a separator at its end: a folder, or a GGUF or ONNX file; or a model's name in Ollama. */
  readonly path: string
  readonly isModel: boolean
}

const shown = 50
/** Bounds on a huge folder: entries read of it, and folders among them that are looked into. */
const readAtMost = 20_000
const lookedInto = 400
/** Of each of these: those that hold a model hold few files beside it. */
const lookedAt = 2000

const collator = new Intl.Collator('en', { numeric: true })

/**
 * The folders and GGUF and ONNX files that a path being typed may become: those in it where it ends with a separator, else its
 * siblings that begin like its last part, in whichever case. Models come first; at most 50; hidden ones only when the last
 * part begins with a dot. Of a model in several files only the first is offered. A folder named with its separator that is
 * itself a model heads the list; a name in Ollama that begins like what is typed comes before folders that hold no model. What
 * cannot be read has nothing in it; never rejects.
 */
export async function completePath(typed: string, home: string = homedir()): Promise<PathChoice[]> {
  const place = placeOf(typed, home)
  if (place === null) return inOllama(typed)
  const { folder, begin } = place
  const { folders, files } = await entriesBeginning(folder, begin)
  const looked = [
    ...modelFiles(files).map((name) => fileChoice(join(folder, name))),
    ...folders.slice(0, lookedInto).map((name) => folderChoice(join(folder, name))),
  ]
  const itself = begin === '' && typed.trim() !== '' && (await isModel(folder)) ? [{ path: folder, isModel: true }] : []
  const choices = (await Promise.all(looked)).filter((choice) => choice !== null)
  const [models, others] = [choices.filter((choice) => choice.isModel), choices.filter((choice) => !choice.isModel)]
  return [...itself, ...models, ...(await inOllama(typed)), ...others].slice(0, shown)
}

/** Ollama's models whose names begin like what is typed. */
async function inOllama(typed: string): Promise<PathChoice[]> {
  const begin = typed.trim().toLowerCase()
  if (begin === '') return []
  const installed = await installedOllamaModels()
  return installed
    .filter(({ name }) => name.toLowerCase().startsWith(begin))
    .map(({ name }) => ({ path: name, isModel: true }))
}

/** The folder to look in, and how the names begin that are looked for; null where it is no path yet. */
function placeOf(typed: string, home: string): { folder: string; begin: string } | null {
  try {
    const path = plainPath(typed)
    if (path === '') return { folder: home, begin: '' }
    const last = path.split(process.platform === 'win32' ? /[/\\]/ : '/').at(-1) ?? ''
    // These name a folder as they stand: nothing else begins like them that a person could mean.
    if (last === '' || last === '..' || path === '~') return { folder: resolvePath(path, home), begin: '' }
    const parent = path.slice(0, path.length - last.length)
    return { folder: parent === '' ? home : resolvePath(parent, home), begin: last }
  } catch {
    return null
  }
}

/** Names of folders and of files, each with links that may lead to one, sorted. */
async function entriesBeginning(folder: string, begin: string): Promise<Record<'folders' | 'files', string[]>> {
  const folded = fold(begin)
  const [folders, files]: [string[], string[]] = [[], []]
  for await (const entry of entriesOf(folder)) {
    if (entry.name.startsWith('.') && !begin.startsWith('.')) continue
    if (!fold(entry.name).startsWith(folded)) continue
    if (!entry.isFile()) folders.push(entry.name)
    if (!entry.isDirectory()) files.push(entry.name)
  }
  return { folders: folders.sort(collator.compare), files: files.sort(collator.compare) }
}

/** Files that are models: the first of each GGUF model, and ONNX files. */
function modelFiles(names: readonly string[]): string[] {
  return [...ggufModels(names).map(({ files }) => files[0]!), ...names.filter((name) => isOnnxName(name))]
}

/** Null for what is no file after all. */
async function fileChoice(path: string): Promise<PathChoice | null> {
  const there = await stat(path).catch(() => null)
  return there?.isFile() ? { path, isModel: true } : null
}

/** Null for what is no folder after all. */
async function folderChoice(path: string): Promise<PathChoice | null> {
  const there = await stat(path).catch(() => null)
  return there?.isDirectory() ? { path, isModel: await isModel(path) } : null
}

/** Whether a folder looks like a model as Hugging Face saves it, like the hub cache's folder of one, or holds one GGUF or ONNX model. */
async function isModel(folder: string): Promise<boolean> {
  if (basename(folder).startsWith('models--')) return exists(join(folder, 'snapshots'))
  const hasConfig = await exists(join(folder, 'config.json'))
  const [gguf, onnx]: [string[], string[]] = [[], []]
  for await (const { name } of entriesOf(folder, lookedAt)) {
    if (hasConfig && /\.safetensors(\.index\.json)?$/i.test(name)) return true
    if (/\.gguf$/i.test(name)) gguf.push(name)
    if (isOnnxName(name)) onnx.push(name)
  }
  if (gguf.length > 0) return ggufModels(gguf).length === 1
  return chooseOnnxName(onnx) !== null || (onnx.length === 0 && holdsOnnx(join(folder, 'onnx')))
}

/** Whether the folder in which repositories for the browser keep their graphs has one that stands for the model. */
async function holdsOnnx(folder: string): Promise<boolean> {
  const names: string[] = []
  for await (const { name } of entriesOf(folder, lookedAt)) if (isOnnxName(name)) names.push(name)
  return chooseOnnxName(names) !== null
}

/** What lies in a folder, as far as it is read; nothing where it cannot be read. */
async function* entriesOf(folder: string, atMost = readAtMost): AsyncGenerator<Dirent> {
  let left = atMost
  try {
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      yield entry
      if (--left === 0) return
    }
  } catch {}
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Names compare alike in any case, and whether an accent is a character of its own (macOS) or not. */
function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
