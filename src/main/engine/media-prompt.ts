import { stat } from 'node:fs/promises'
import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { MediaInput, Picture } from '../../shared/media-input'
import type { TokenInfo } from '../../shared/model-info'
import { patchTokens } from '../../shared/patches'
import type { Given, GivenInputs } from '../inference'
import { prepareImage, readImage } from '../media'
import { preparationOf } from './media-input-of'
import type { OpenedModel } from './opened-model'
import { resolvePath } from './resolve-path'

/** A file as a model reads it. */
export interface ReadMedia {
  readonly tokens: readonly TokenInfo[]
  /** The graph's input by its name. */
  readonly given: GivenInputs
  /** What the model sees of it. */
  readonly picture: Picture
}

/** One file is asked for again and again: by each look, and while its path is typed. */
const kept = new WeakMap<OpenedModel, { readonly stamp: string; readonly read: ReadMedia }>()

/**
 * The file of a prompt as the model reads it; null for a model that reads texts. Throws an `input` fault for a prompt of the other
 * kind, and for a file that is not of the kind.
 */
export async function readMediaPrompt(model: OpenedModel, prompt: Prompt): Promise<ReadMedia | null> {
  const { info } = model
  if (info.reads === null) {
    if (!('file' in prompt)) return null
    throw Fault.input(`${info.name} reads a text, and no image`, { file: prompt.file, remedy: 'Type some words.' })
  }
  if (!('file' in prompt)) {
    throw Fault.input(`${info.name} reads an image, and no text`, {
      place: 'prompt',
      remedy: 'Name a PNG or JPEG file; on the command line --image FILE.',
    })
  }
  if (prompt.file.trim() === '') {
    throw Fault.input('No image is named', { place: 'prompt', remedy: 'Name a PNG or JPEG file.' })
  }
  return readMediaFile(model, info.reads, resolvePath(prompt.file.trim()))
}

async function readMediaFile(model: OpenedModel, reads: MediaInput, file: string): Promise<ReadMedia> {
  const there = await stat(file).catch(() => null)
  const stamp = `${file} ${there?.size} ${there?.mtimeMs}`
  const known = kept.get(model)
  if (known?.stamp === stamp) return known.read
  const read = await imageOf(model, reads, file)
  kept.set(model, { stamp, read })
  return read
}

async function imageOf({ origin, info }: OpenedModel, reads: MediaInput, file: string): Promise<ReadMedia> {
  if (origin.kind === 'weights') throw new Error(`${info.name} has no graph that reads an image.`)
  const input = origin.read.model.inputs.find(({ name }) => name === reads.input)!
  const [batch, channels = 3] = input.dims ?? []
  const count = channels === 1 ? 1 : 3
  if (typeof channels === 'number' && channels > 0 && channels !== count) {
    throw Fault.input(`${info.name} reads images of ${channels} channels, and files have 1 or 3`, {
      place: `input ${reads.input}`,
      remedy: 'Open a model that reads grey or colour images.',
    })
  }
  const { pixels, numbers } = prepareImage(await readImage(file), preparationOf(origin.read.file, input), count)
  if (pixels.height !== reads.height || pixels.width !== reads.width) {
    throw Fault.input(
      `The image comes out as ${pixels.height} × ${pixels.width} pixels, and ${info.name} is looked at with ${reads.height} × ${reads.width}`,
      { file, remedy: 'Say a size or a crop_size in its preprocessor_config.json, or cut the image to a square.' },
    )
  }
  // A graph may be fixed to more images than one.
  const copies = typeof batch === 'number' && batch > 0 ? batch : 1
  const one: Given = {
    numbers:
      copies === 1
        ? numbers
        : Float32Array.from({ length: copies * numbers.length }, (_, at) => numbers[at % numbers.length]!),
    shape: [copies, count, pixels.height, pixels.width],
  }
  return { tokens: patchTokens(reads), given: new Map([[reads.input, one]]), picture: pixels }
}
