import { stat } from 'node:fs/promises'
import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { frameTokens } from '../../shared/frames'
import type { ImageInput, MediaInput, Picture, SoundInput } from '../../shared/media-input'
import type { TokenInfo } from '../../shared/model-info'
import { patchTokens } from '../../shared/patches'
import { readOneTensor } from '../checkpoint'
import { type Given, type GivenInputs, givenShape } from '../inference'
import { prepareImage, prepareSound, readImage, readWav, type SoundPreparation } from '../media'
import { preparationOf, soundPreparationOf } from './media-input-of'
import type { OpenedModel } from './opened-model'
import { resolvePath } from './resolve-path'

/** A file as a model reads it. */
export interface ReadMedia {
  readonly tokens: readonly TokenInfo[]
  /** The graph's input by its name. */
  readonly given: GivenInputs
  /** What the model sees of an image; null of a sound. */
  readonly picture: Picture | null
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
    throw Fault.input(`${info.name} reads a text, and no image or sound`, {
      file: prompt.file,
      remedy: 'Type some words.',
    })
  }
  if (!('file' in prompt)) {
    const { what, files, option } = kinds[info.reads.kind]
    throw Fault.input(`${info.name} reads ${what}, and no text`, {
      place: 'prompt',
      remedy: `Name ${files}; on the command line ${option} FILE.`,
    })
  }
  if (prompt.file.trim() === '') {
    const { files } = kinds[info.reads.kind]
    throw Fault.input('No file is named', { place: 'prompt', remedy: `Name ${files}.` })
  }
  return readMediaFile(model, info.reads, resolvePath(prompt.file.trim()))
}

const kinds: Readonly<
  Record<MediaInput['kind'], { readonly what: string; readonly files: string; readonly option: string }>
> = {
  image: { what: 'an image', files: 'a PNG or JPEG file', option: '--image' },
  sound: { what: 'a sound', files: 'a WAV file, or a safetensors file of what it hears', option: '--sound' },
}

async function readMediaFile(model: OpenedModel, reads: MediaInput, file: string): Promise<ReadMedia> {
  const there = await stat(file).catch(() => null)
  const stamp = `${file} ${there?.size} ${there?.mtimeMs}`
  const known = kept.get(model)
  if (known?.stamp === stamp) return known.read
  const read = await (reads.kind === 'image' ? imageOf(model, reads, file) : soundOf(model, reads, file))
  kept.set(model, { stamp, read })
  return read
}

/** The graph's input that the file is for. */
function inputOf({ origin, info }: OpenedModel, { input: wanted }: MediaInput) {
  if (origin.kind === 'weights') throw new Error(`${info.name} has no graph that reads a file.`)
  return {
    file: origin.read.file,
    stack: origin.read.model.stacks[0]!,
    input: origin.read.model.inputs.find(({ name }) => name === wanted)!,
  }
}

async function imageOf(model: OpenedModel, reads: ImageInput, file: string): Promise<ReadMedia> {
  const { info } = model
  const { file: graph, input } = inputOf(model, reads)
  const [batch, channels = 3] = input.dims ?? []
  const count = channels === 1 ? 1 : 3
  if (typeof channels === 'number' && channels > 0 && channels !== count) {
    throw Fault.input(`${info.name} reads images of ${channels} channels, and files have 1 or 3`, {
      place: `input ${reads.input}`,
      remedy: 'Open a model that reads grey or colour images.',
    })
  }
  const { pixels, numbers } = prepareImage(await readImage(file), preparationOf(graph, input), count)
  if (pixels.height !== reads.height || pixels.width !== reads.width) {
    throw Fault.input(
      `The image comes out as ${pixels.height} × ${pixels.width} pixels, and ${info.name} is looked at with ${reads.height} × ${reads.width}`,
      { file, remedy: 'Say a size or a crop_size in its preprocessor_config.json, or cut the image to a square.' },
    )
  }
  const one = copied(numbers, [count, pixels.height, pixels.width], batch)
  return { tokens: patchTokens(reads), given: new Map([[reads.input, one]]), picture: pixels }
}

/** Samples of a WAV file, or what is made of them; or what a safetensors file holds in their place. */
async function soundOf(model: OpenedModel, reads: SoundInput, file: string): Promise<ReadMedia> {
  const { file: graph, input, stack } = inputOf(model, reads)
  const { positions } = stack
  const [batch, ...sizes] = input.dims ?? []
  const prepared = soundPreparationOf(graph, input)
  const rank = sizes.length
  const last = sizes.at(-1)
  const length = typeof last === 'number' && last > 0 ? last : null
  const one = /\.safetensors$/i.test(file)
    ? await rowsOf(file, rank, batch)
    : prepared === null
      ? null
      : copied(...soundRows(prepareSound(await readWav(file), prepared, { file, length }), prepared), batch)
  if (one === null) {
    throw Fault.input(`${model.info.name} hears features of a kind that is not made here`, {
      file,
      remedy: 'Name a safetensors file that holds them: one tensor [bands, frames], in F32.',
    })
  }
  const given = new Map([[reads.input, one]])
  givenShape(input, one)
  if (positions.kind !== 'frames') throw new Error('A sound has frames.')
  const frames = Math.floor((one.shape!.at(-1)! - positions.reach!) / positions.step!) + 1
  if (frames < 1) {
    throw Fault.input(`The sound is too short: ${one.shape!.at(-1)} of at least ${positions.reach}`, {
      file,
      remedy: 'Give a longer one.',
    })
  }
  return { tokens: frameTokens(reads, frames), given, picture: null }
}

function soundRows(numbers: Float32Array, prepared: SoundPreparation): [numbers: Float32Array, shape: number[]] {
  return [numbers, prepared.as === 'samples' ? [numbers.length] : [prepared.mel.bands, prepared.frames]]
}

async function rowsOf(file: string, rank: number, batch: number | string | undefined): Promise<Given> {
  const { data, shape } = await readOneTensor(file)
  const own = shape.length === rank + 1 && shape[0] === 1 ? shape.slice(1) : shape
  if (own.length === rank) return copied(data, own, batch)
  throw Fault.input(
    `The tensor has the shape [${shape.join(', ')}], where ${rank === 1 ? '[samples]' : '[bands, frames]'} is read`,
    {
      file,
      remedy: 'Save what its own feature extractor makes of one sound.',
    },
  )
}

/** Of one file, as often as the graph is fixed to. */
function copied(numbers: Float32Array, shape: readonly number[], batch: number | string | undefined): Given {
  const copies = typeof batch === 'number' && batch > 0 ? batch : 1
  const all =
    copies === 1
      ? numbers
      : Float32Array.from({ length: copies * numbers.length }, (_, at) => numbers[at % numbers.length]!)
  return { numbers: all, shape: [copies, ...shape] }
}
