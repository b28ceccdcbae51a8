import type { MediaInput } from '../../shared/media-input'
import type { OnnxFile } from '../checkpoint'
import type { ReadGraph } from '../inference'
import { type ImagePreparation, preparationText, readImagePreparation, resultOf } from '../media'

/** What a graph reads in place of a text; null for one that reads tokens, or several things. */
export function mediaInputOf({ file, model: found, shapes }: ReadGraph): MediaInput | null {
  const [stack, ...others] = found.stacks
  const given = found.inputs.filter(({ role }) => role === 'data')
  const [data] = given
  if (!stack || others.length > 0 || !data || given.length > 1) return null
  const { positions } = stack
  if (positions.kind !== 'patches' || found.inputs.some(({ role }) => role === 'ids')) return null
  const prepared = preparationOf(file, data)
  // What it was run with, where any size will do.
  const [, , tried = [0, 0]] = [0, 0, shapes.of.get(data.name)?.[0]?.slice(-2)]
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
