import { TensorProto_DataType as DataType } from '../../onnx-format'

/** Bits that one element takes in `raw_data` and in external data, by ONNX's number of the type; texts have no size. */
const bits: Readonly<Record<number, number>> = {
  [DataType.FLOAT]: 32,
  [DataType.UINT8]: 8,
  [DataType.INT8]: 8,
  [DataType.UINT16]: 16,
  [DataType.INT16]: 16,
  [DataType.INT32]: 32,
  [DataType.INT64]: 64,
  [DataType.BOOL]: 8,
  [DataType.FLOAT16]: 16,
  [DataType.DOUBLE]: 64,
  [DataType.UINT32]: 32,
  [DataType.UINT64]: 64,
  [DataType.COMPLEX64]: 64,
  [DataType.COMPLEX128]: 128,
  [DataType.BFLOAT16]: 16,
  [DataType.FLOAT8E4M3FN]: 8,
  [DataType.FLOAT8E4M3FNUZ]: 8,
  [DataType.FLOAT8E5M2]: 8,
  [DataType.FLOAT8E5M2FNUZ]: 8,
  [DataType.UINT4]: 4,
  [DataType.INT4]: 4,
  [DataType.FLOAT4E2M1]: 4,
  [DataType.FLOAT8E8M0]: 8,
  [DataType.UINT2]: 2,
  [DataType.INT2]: 2,
  [DataType.FLOAT6E2M3]: 6,
  [DataType.FLOAT6E3M2]: 6,
}

/** Bytes of so many elements; null for a type that has no size or is not known. Infinite or inexact counts stay so. */
export function bytesOf(type: number, elements: number): number | null {
  const each = bits[type]
  return each === undefined ? null : Math.ceil((elements * each) / 8)
}

/** As ONNX names it (`FLOAT16`), or its number. */
export function typeName(type: number): string {
  return DataType[type] ?? `type ${type}`
}

/** Whole numbers in tensors are mostly shapes and indices, which ONNX Runtime wants to see while it reads the graph. */
export function isWhole(type: number): boolean {
  return type === DataType.INT64 || type === DataType.INT32 || type === DataType.BOOL
}
