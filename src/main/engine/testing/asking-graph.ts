import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import {
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from '../../onnx-format'

/** A tiny GPT-2 as a graph with one more input, `gain`, FLOAT [2]: both multiply what a first part of an MLP gives. Answers its path. */
export function writeAskingGraph(folder: string): string {
  const from = resolve(import.meta.dirname, '../../../../fixtures/onnx/gpt2-tiny')
  const model = fromBinary(ModelProtoSchema, readFileSync(join(from, 'ts-eager-14.onnx')))
  const graph = model.graph!
  const at = graph.node.findIndex(({ opType }) => opType === 'Tanh')
  const [tanh] = graph.node.splice(at, 1)
  const [output] = tanh!.output
  graph.node.splice(
    at,
    0,
    create(NodeProtoSchema, { ...tanh!, output: ['angle'] }),
    create(NodeProtoSchema, { opType: 'ReduceProd', name: 'gain/product', input: ['gain'], output: ['factor'] }),
    create(NodeProtoSchema, { opType: 'Mul', name: 'gain/times', input: ['angle', 'factor'], output: [output!] }),
  )
  const shape = { dim: [{ value: { case: 'dimValue' as const, value: 2n } }] }
  const type = create(TypeProtoSchema, {
    value: { case: 'tensorType', value: { elemType: TensorProto_DataType.FLOAT, shape } },
  })
  graph.input.push(create(ValueInfoProtoSchema, { name: 'gain', type }))
  cpSync(join(from, 'weights.bin'), join(folder, 'weights.bin'))
  const path = join(folder, 'asking.onnx')
  writeFileSync(path, toBinary(ModelProtoSchema, model))
  return path
}
