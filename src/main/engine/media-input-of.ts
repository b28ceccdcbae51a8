import type { MediaInput } from '../../shared/media-input'
import type { OnnxFile } from '../checkpoint'
import type { ReadGraph } from '../inference'
import {
  type ImagePreparation,
  preparationText,
  readImagePreparation,
  readSoundPreparation,
  resultOf,
  type SoundPreparation,
  soundText,
} from '../media'

/** What a graph reads in place of a text; null for one that reads tokens, or several things. */
export function mediaInputOf({ file, model: found, shapes }: ReadGraph): MediaInput | null {
  const [stack, ...others] = found.stacks
  const given = found.inputs.filter(({ role }) => role === 'data')
  const [data] = given
  if (!stack || others.length > 0 || !data || given.length > 1) return null
  const { positions } = stack
  if (positions.kind === 'tokens' || found.inputs.some(({ role }) => role === 'ids')) return null
  if (positions.kind === 'frames') return soundInputOf(file, data, positions)
  const prepared = preparationOf(file, data)
  // What it was run with, where any size will do.
  const tried = shapes.of.get(data.name)?.[0]?.slice(-2) ?? [0, 0]
  const { height, width } = resultOf(prepared) ?? { height: tried[0]!, width: tried[1]! }
  const isTried = height === tried[0] && width === tried[1]
  const rows = isTried || !positions.patch ? positions.rows : Math.floor(height / positions.patch[0])
  const columns = isTried || !positions.patch ? positions.columns : Math.floor(width / positions.patch[1])
  const { leading, trailing } = positions
  const how = preparationText(prepared)
  return { kind: 'image', input: data.name, height, width, rows, columns, leading, trailing, how }
}

/** How images are prepared for an input, [batch, channel, row, column]. */
export function preparationOf(
  { preprocessor, preprocessorFile }: OnnxFile,
  { dims, usual }: ReadGraph['model']['inputs'][number],
): ImagePreparation {
  const sizeOf = (at: number) => {
    const size = dims?.[at]
    return typeof size === 'number' && size > 0 ? size : null
  }
  const place = { file: preprocessorFile, height: sizeOf(2), width: sizeOf(3) }
  if (preprocessor !== null) return readImagePreparation(preprocessor, place)
  return readImagePreparation(null, {
    ...place,
    height: place.height ?? usual?.[2] ?? null,
    width: place.width ?? usual?.[3] ?? null,
  })
}

function soundInputOf(
  file: OnnxFile,
  data: ReadGraph['model']['inputs'][number],
  { input, step, reach, leading }: Extract<ReadGraph['model']['stacks'][number]['positions'], { kind: 'frames' }>,
): MediaInput | null {
  const prepared = soundPreparationOf(file, data)
  // How many positions a sound has must be known before it is run.
  if (step === null || reach === null) return null
  if (prepared === null) {
    const how =
      'Its features are of a kind that is not made here: a safetensors file of one F32 tensor, [bands, frames], holds them.'
    return { kind: 'sound', input, as: 'rows', rate: 0, step: null, leading, how }
  }
  const { rate } = prepared
  const seconds = ((prepared.as === 'log-mel' ? prepared.mel.hop : 1) * step) / rate
  return { kind: 'sound', input, as: prepared.as, rate, step: seconds, leading, how: soundText(prepared) }
}

/** How sounds are prepared for an input; null where only a file of features gives what it takes. */
export function soundPreparationOf(
  { preprocessor, preprocessorFile }: OnnxFile,
  { dims }: ReadGraph['model']['inputs'][number],
): SoundPreparation | null {
  const sizes = (dims ?? []).map((size) => (typeof size === 'number' && size > 0 ? size : null))
  return readSoundPreparation(preprocessor, { file: preprocessorFile, dims: sizes })
}
