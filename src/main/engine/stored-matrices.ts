import type { TensorLies } from '../checkpoint'
import { type WeightPart, weightParts } from '../families'
import { storedMatrix } from '../weights'
import { bytesOf } from './anatomy'
import type { ModelMatrix } from './model-matrix'
import type { OpenedModel, WeightsOrigin } from './opened-model'

/** Every weight of a checkpoint, as it lies there. */
export function storedMatrices(
  { files: { folder } }: OpenedModel,
  { architecture, checkpoint }: WeightsOrigin,
): ModelMatrix[] {
  return weightParts(architecture, checkpoint).map((part) => matrixOf(folder, part))
}

function matrixOf(folder: string, part: WeightPart): ModelMatrix {
  const { kind, stack, layer, tensor, cut, parameters } = part
  const source = storedMatrix(folder, tensor, cut)
  const info = {
    ...{ name: tensor.name, part: cut ? kind : null, kind, stack, layer, parameters },
    shape: [...source.shape] as [number, number],
    dtype: tensor.dtype,
    bytes: bytesOf(part),
    lies: liesText(tensor.lies),
  }
  return { info, source }
}

const liesWords: Readonly<Record<keyof TensorLies, string>> = {
  transposed: 'turned over, outputs downwards',
  parts: 'with queries, keys and values one after the other',
  pairs: 'with the two dimensions that turn together side by side',
  plusOne: 'with the 1 added',
}

function liesText(lies: TensorLies | undefined): string | null {
  const words = Object.keys(lies ?? {}).map((key) => liesWords[key as keyof TensorLies])
  return words.length > 0 ? words.join(', ') : null
}
