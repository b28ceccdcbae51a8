import { join } from 'node:path'
import { TensorProto_DataType as DataType, type TensorProto, TensorProto_DataLocation } from '../../onnx-format'
import type { OnnxFile } from './onnx-file'

/** Where the bytes of a graph's tensor are, as they lie in external data: in a file, or in the graph itself. */
export function placeOf(
  { dataFolder }: Pick<OnnxFile, 'dataFolder'>,
  tensor: TensorProto,
): { path: string; offset: number } | { bytes: Uint8Array } {
  if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return { bytes: bytesIn(tensor) }
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]))
  return { path: join(dataFolder, entries.get('location')!), offset: Number(entries.get('offset') ?? 0) }
}

/** Numbers that are written one by one have fields by their types; what is shorter than those lies in their lowest bits. */
function bytesIn({ dataType, rawData, floatData, doubleData, int32Data }: TensorProto): Uint8Array {
  if (rawData.length > 0) return rawData
  if (dataType === DataType.FLOAT) return new Uint8Array(Float32Array.from(floatData).buffer)
  if (dataType === DataType.DOUBLE) return new Uint8Array(Float64Array.from(doubleData).buffer)
  if (dataType === DataType.FLOAT16 || dataType === DataType.BFLOAT16)
    return new Uint8Array(Uint16Array.from(int32Data).buffer)
  return Uint8Array.from(int32Data)
}
