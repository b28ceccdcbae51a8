import { fromBinary } from '@bufbuild/protobuf'
import type { OnnxFile } from '../../checkpoint'
import { ModelProtoSchema } from '../../onnx-format'
import { onnxModel } from '../../onnx-format/testing/build'
import { graphOf } from '../graph'
import type { ProbedShapes } from '../shapes'

/** A file of one graph, as the reader gives it. */
export function fileFrom(graph: Parameters<typeof onnxModel>[0]): OnnxFile {
  const skeleton = onnxModel(graph)
  return { model: fromBinary(ModelProtoSchema, skeleton), skeleton, path: '/m.onnx' } as OnnxFile
}

export function graphFrom(graph: Parameters<typeof onnxModel>[0]) {
  return graphOf(fileFrom(graph))
}

/** Shapes in two runs of [2, 5] and [3, 7] tokens; `b` and `t` stand for these. */
export function shapesFrom(of: Readonly<Record<string, readonly (number | 'b' | 't')[]>>): ProbedShapes {
  const sizes = { b: [2, 3], t: [5, 7] } as const
  const at = (run: number) => (size: number | 'b' | 't') => (typeof size === 'number' ? size : sizes[size][run]!)
  return {
    batch: [2, 3],
    length: [5, 7],
    of: new Map(Object.entries(of).map(([name, dims]) => [name, [0, 1].map((run) => dims.map(at(run)))])),
  }
}
