import { clients } from './clients'
import { filesToCopy, nameOfLoose } from './dropped-files'

/** A file of a dropped folder. */
export interface DroppedFile {
  readonly name: string
  readonly file: File
}

export interface DroppedFolder {
  readonly name: string
  readonly files: readonly DroppedFile[]
}

export interface CopyProgress {
  readonly name: string
  readonly done: number
  readonly total: number
}

const chunkBytes = 4 * 1024 * 1024

/** Reads what was dropped. Must be called within the drop event: the browser forgets the entries after it. */
export function droppedEntries(transfer: DataTransfer): FileSystemEntry[] {
  return [...transfer.items]
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null)
}

/** A folder with its files, or loose files as a folder. */
export async function readDropped(entries: readonly FileSystemEntry[]): Promise<DroppedFolder> {
  const [only] = entries
  if (entries.length === 1 && only?.isDirectory) {
    return { name: only.name, files: await filesOf(only as FileSystemDirectoryEntry) }
  }
  const files: DroppedFile[] = []
  for (const entry of entries) {
    if (entry.isFile) files.push({ name: entry.name, file: await fileOf(entry as FileSystemFileEntry) })
  }
  return { name: nameOfLoose(files.map(({ name }) => name)), files }
}

/** Copies what makes the model to the engine's machine and answers the path of the copy. */
export async function copyDropped(
  folder: DroppedFolder,
  signal: AbortSignal,
  onProgress: (progress: CopyProgress) => void,
): Promise<string> {
  const { drop } = clients().engine
  const names = folder.files.map(({ name }) => name)
  const copied = new Set(filesToCopy(folder.name, names))
  const files = folder.files.filter(({ name }) => copied.has(name))
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  const { id } = await drop.begin({
    name: folder.name,
    files: files.map(({ name, file }) => ({ name, size: file.size })),
  })
  let done = 0
  try {
    for (const { name, file } of files) {
      for (let offset = 0; offset < file.size; offset += chunkBytes) {
        signal.throwIfAborted()
        const part = file.slice(offset, offset + chunkBytes)
        await drop.chunk({ id, name, offset, data: new File([part], 'chunk') }, { signal })
        done += part.size
        onProgress({ name: folder.name, done, total })
      }
    }
    const { path } = await drop.finish({ id })
    return path
  } catch (error) {
    await drop.cancel({ id }).catch(() => {})
    throw error
  }
}

async function filesOf(directory: FileSystemDirectoryEntry): Promise<DroppedFile[]> {
  const files: DroppedFile[] = []
  const entries = await entriesOf(directory)
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    if (entry.isFile) files.push({ name: entry.name, file: await fileOf(entry as FileSystemFileEntry) })
  }
  // Repositories for the browser keep their graphs one folder down, and what those share beside it.
  const graphs = entries.find((entry) => entry.isDirectory && entry.name === 'onnx')
  const hasWeights = files.some(({ name }) => /\.(safetensors|gguf|onnx)$/i.test(name))
  return graphs && !hasWeights ? [...files, ...(await filesOf(graphs as FileSystemDirectoryEntry))] : files
}

/** A reader hands out at most a hundred entries a time, and says that it is done by handing out none. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
