import { clone, create } from '@bufbuild/protobuf'
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
} from '../../onnx-format'
import { graphsOf } from './subgraphs'

/**
 * A model whose dropout lets everything through, and how many nodes would not have: an exporter may leave them on, which goes
 * unseen as long as ONNX Runtime takes such nodes out. Up to version 6 of the operators `is_test` says so, from 12 the third
 * input (ONNX's docs/Operators.md).
 */
export function withoutTraining(model: ModelProto): { model: ModelProto; count: number } {
  const version = Number(model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0n)
  const nodes = (all: ModelProto) => [...all.functions.map(({ node }) => node), ...graphNodes(all.graph!)]
  if (!nodes(model).some((list) => list.some((node) => isLive(node, list, model, version)))) return { model, count: 0 }
  const quiet = clone(ModelProtoSchema, model)
  let count = 0
  for (const list of nodes(quiet)) {
    for (const node of list.filter((one) => isLive(one, list, quiet, version))) {
      count += 1
      if (version >= 12) node.input = node.input.slice(0, 1)
      else {
        const isTest = create(AttributeProtoSchema, { name: 'is_test', type: AttributeType.INT, i: 1n })
        node.attribute = [...node.attribute.filter(({ name }) => name !== 'is_test'), isTest]
      }
    }
  }
  return { model: quiet, count }
}

/** The nodes of a graph and of all graphs within it, a list each. */
function graphNodes(graph: GraphProto): NodeProto[][] {
  return [graph.node, ...graph.node.flatMap((node) => graphsOf(node).flatMap(graphNodes))]
}

function isLive(node: NodeProto, beside: readonly NodeProto[], { graph }: ModelProto, version: number): boolean {
  if (node.opType !== 'Dropout' || (node.domain !== '' && node.domain !== 'ai.onnx')) return false
  if (version < 7) return node.attribute.find(({ name }) => name === 'is_test')?.i !== 1n
  const training = node.input[2]
  if (version < 12 || !training) return false
  const constant = beside.find(({ output }) => output[0] === training)?.attribute.find(({ t }) => t)?.t
  return isTrue(constant ?? graph!.initializer.find(({ name }) => name === training))
}

function isTrue(tensor: TensorProto | undefined): boolean {
  return tensor !== undefined && (tensor.rawData[0] === 1 || tensor.int32Data[0] === 1)
}
