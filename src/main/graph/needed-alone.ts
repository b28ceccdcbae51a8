import { toBinary } from '@bufbuild/protobuf'
import type { OnnxFile } from '../checkpoint'
import { type GraphProto, ModelProtoSchema, type NodeProto } from '../onnx-format'

/**
 * A file's graph cut down to what some of its values need, without outputs of its own; and of the nodes beside it those that they
 * need. For runs that ask for little of a large model.
 */
export function neededAlone(
  file: OnnxFile,
  values: readonly string[],
  beside: readonly NodeProto[],
): { file: OnnxFile; beside: NodeProto[] } {
  const graph = file.model.graph!
  const producers = new Map<string, NodeProto>()
  for (const node of [...graph.node, ...beside]) for (const output of node.output) producers.set(output, node)
  const nodes = new Set<NodeProto>()
  const read = new Set<string>()
  const left = [...values]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (read.has(value)) continue
    read.add(value)
    const node = producers.get(value)
    if (!node || nodes.has(node)) continue
    nodes.add(node)
    left.push(...readBy(node))
  }
  const model = {
    ...file.model,
    graph: {
      ...graph,
      node: graph.node.filter((node) => nodes.has(node)),
      initializer: graph.initializer.filter(({ name }) => read.has(name)),
      sparseInitializer: graph.sparseInitializer.filter(({ values: own }) => own !== undefined && read.has(own.name)),
      input: graph.input.filter(({ name }) => read.has(name)),
      valueInfo: graph.valueInfo.filter(({ name }) => read.has(name)),
      output: [],
    },
  }
  return {
    file: { ...file, model, skeleton: toBinary(ModelProtoSchema, model) },
    beside: beside.filter((node) => nodes.has(node)),
  }
}

/** Its inputs, and what its branches and loops take from around them. */
function readBy({ input, attribute }: NodeProto): string[] {
  const inner = attribute.flatMap(({ g, graphs }) => [...(g ? [g] : []), ...graphs])
  return [...input, ...inner.flatMap(readWithin)].filter((name) => name !== '')
}

function readWithin({ node, output }: GraphProto): string[] {
  return [...node.flatMap(readBy), ...output.map(({ name }) => name)]
}
