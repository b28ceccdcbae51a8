import { elementCount } from '../../shared/tensor'
import type { OnnxFile } from '../checkpoint'
import { TensorProto_DataType as DataType, type TensorProto } from '../onnx-format'

/** What weights are stored as, by ONNX's names of types. */
const names: Readonly<Partial<Record<DataType, string>>> = {
  [DataType.FLOAT]: 'F32',
  [DataType.FLOAT16]: 'F16',
  [DataType.BFLOAT16]: 'BF16',
  [DataType.DOUBLE]: 'F64',
  [DataType.INT8]: 'I8',
  [DataType.UINT8]: 'U8',
  [DataType.INT4]: 'I4',
  [DataType.UINT4]: 'U4',
}

/** Bytes of one number. */
const sizes: Readonly<Partial<Record<DataType, number>>> = {
  [DataType.FLOAT]: 4,
  [DataType.FLOAT16]: 2,
  [DataType.BFLOAT16]: 2,
  [DataType.DOUBLE]: 8,
  [DataType.INT4]: 0.5,
  [DataType.UINT4]: 0.5,
}

/** A weight of fewer bytes than this share of all is not named. */
const named = 0.01

/** Types of the weights, the one of most bytes first; blocks of fewer bits say how many. */
export function weightTypesOf({ model }: OnnxFile): string {
  const packed = packedWeights({ model })
  const bytes = new Map<string, number>()
  for (const tensor of model.graph!.initializer) {
    const type = tensor.dataType as DataType
    const name = packed.get(tensor.name)?.type ?? names[type]
    if (name === undefined || tensor.dims.length === 0) continue
    bytes.set(name, (bytes.get(name) ?? 0) + countOf(tensor) * (sizes[type] ?? 1))
  }
  const all = [...bytes.values()].reduce((sum, count) => sum + count, 0)
  return [...bytes]
    .filter(([, count]) => count >= named * all)
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => name)
    .join(' + ')
}

/** Numbers that were trained, or what stands for them: all weights but whole numbers, of packed ones as many as they hold. */
export function parametersOf(file: Pick<OnnxFile, 'model'>): number {
  const packed = packedWeights(file)
  let count = 0
  for (const tensor of file.model.graph!.initializer) {
    if (names[tensor.dataType as DataType] === undefined) continue
    count += packed.get(tensor.name)?.count ?? (tensor.dims.length === 0 ? 0 : countOf(tensor))
  }
  return count
}

/** Weights of which several lie in one byte (ONNX Runtime's ContribOperators.md, MatMulNBits). */
function packedWeights({ model }: Pick<OnnxFile, 'model'>): ReadonlyMap<string, { type: string; count: number }> {
  const packed = new Map<string, { type: string; count: number }>()
  for (const { opType, input, attribute } of model.graph!.node) {
    if (opType !== 'MatMulNBits' || !input[1]) continue
    const int = (name: string) => Number(attribute.find((one) => one.name === name)?.i ?? 0n)
    const bits = int('bits') || 4
    packed.set(input[1], { type: `${bits}-bit blocks`, count: int('K') * int('N') })
    // Scales and zero points are no weights of their own.
    for (const beside of input.slice(2, 4)) if (beside) packed.set(beside, { type: `${bits}-bit blocks`, count: 0 })
  }
  return packed
}

function countOf({ dims }: TensorProto): number {
  return elementCount(dims.map(Number))
}
