import { matrixShape } from '../../shared/tensor'
import { TensorProto_DataType as DataType, type TensorProto } from '../onnx-format'

export type NumberType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I8' | 'U8' | 'I4' | 'U4' | 'U2'

/** ONNX's element types that weights have. */
export const numberTypes: Readonly<Partial<Record<DataType, NumberType>>> = {
  [DataType.FLOAT]: 'F32',
  [DataType.FLOAT16]: 'F16',
  [DataType.BFLOAT16]: 'BF16',
  [DataType.DOUBLE]: 'F64',
  [DataType.INT8]: 'I8',
  [DataType.UINT8]: 'U8',
  [DataType.INT4]: 'I4',
  [DataType.UINT4]: 'U4',
}

/** A tensor's numbers row by row. */
export interface GraphNumbers {
  readonly tensor: TensorProto
  readonly type: NumberType
  /** Values from one row's start to the next one's; more than a row has where its last block is filled up. */
  readonly stride: number
}

/** A weight as a matrix of the numbers that it stands for: (stored − zero point) · scale. */
export interface GraphMatrix {
  readonly shape: readonly [rows: number, columns: number]
  readonly numbers: GraphNumbers
  /** Null where the stored numbers are what it stands for. */
  readonly scaled: GraphScales | null
}

export interface GraphScales {
  readonly scale: GraphNumbers
  /** Null where all have the same. */
  readonly zero: GraphNumbers | null
  readonly middle: number
  /** How many rows, and how many columns, share a scale; infinite where all do. */
  readonly rows: number
  readonly columns: number
}

/** A tensor as it lies; null where its numbers are not read. */
export function plainMatrix(tensor: TensorProto): GraphMatrix | null {
  const shape = matrixShape(tensor.dims.map(Number))
  const numbers = numbersOf(tensor, shape[1])
  return numbers && { shape, numbers, scaled: null }
}

/** A tensor's numbers in rows of so many; null for a type that is not read. */
export function numbersOf(tensor: TensorProto, stride: number, type = numberTypes[tensor.dataType as DataType]) {
  return type === undefined ? null : { tensor, type, stride }
}
