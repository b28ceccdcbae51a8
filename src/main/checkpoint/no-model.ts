import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import { allOf, someOf } from '../../shared/some-of'
import { convert } from './sniff'

export interface FoundEntry {
  readonly name: string
  /** A folder, or a link that may lead to one. */
  readonly mayBeFolder: boolean
}

/** Folders among a folder's own that are looked into for a model. */
const lookedInto = 400
const shown = 3

/** Weights in a form that is not read, by their names; what a training leaves beside them does not count. */
const unopened = [
  {
    names: /^(?!training_args|optimizer|scheduler|rng_state).*\.(bin|pt|pth|ckpt)$/i,
    title: 'PyTorch’s own files',
    remedy: convert,
  },
  { names: /\.(h5|keras|msgpack)$/i, title: 'TensorFlow’s and Flax’s files', remedy: convert },
]

export function unopenedFormat(name: string): { readonly title: string; readonly remedy: string } | undefined {
  return unopened.find(({ names }) => names.test(name))
}

/** What a folder without weights that open holds in their place. `entries` are sorted. */
export async function noWeightsFault(folder: string, entries: readonly FoundEntry[]): Promise<Fault> {
  for (const format of unopened) {
    const found = entries.find(({ name }) => format.names.test(name))
    if (found === undefined) continue
    const { title, remedy } = format
    return Fault.input(`The folder holds ${found.name}, and ${title} do not open yet`, { file: folder, remedy })
  }
  const models = await modelsBelow(folder, entries)
  if (models.length > 0) {
    return Fault.input(`The folder holds models, and is none itself: ${listed(models)}`, {
      file: folder,
      remedy: 'Open one of them.',
    })
  }
  if (entries.some(({ name }) => name === 'config.json')) {
    return Fault.input('The folder has a config.json and no weights', {
      file: folder,
      remedy: 'Fetch model.safetensors too, or model.safetensors.index.json with every file that it names.',
    })
  }
  const found = entries.length === 0 ? 'the folder is empty' : `found were ${listed(entries.map(({ name }) => name))}`
  return Fault.input(
    `There is no model here: config.json and model.safetensors, or a GGUF or ONNX file, were looked for, and ${found}`,
    {
      file: folder,
      remedy: 'Open a folder as Hugging Face saves it, or a GGUF or ONNX file.',
    },
  )
}

async function modelsBelow(folder: string, entries: readonly FoundEntry[]): Promise<string[]> {
  const folders = entries.filter(({ mayBeFolder }) => mayBeFolder).slice(0, lookedInto)
  const are = await Promise.all(folders.map(({ name }) => isModel(folder, name)))
  return folders.filter((_, index) => are[index]).map(({ name }) => name)
}

async function isModel(folder: string, name: string): Promise<boolean> {
  const sign = name.startsWith('models--') ? 'snapshots' : 'config.json'
  return stat(join(folder, name, sign)).then(
    () => true,
    () => false,
  )
}

function listed(names: readonly string[]): string {
  return names.length > shown ? someOf(names, shown) : allOf(names)
}
