import { clone } from '@bufbuild/protobuf'
import { Fault } from '../../../shared/fault'
import {
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from '../../onnx-format'
import { graphsOf, rename } from './subgraphs'

/** Nodes after all calls are replaced: the largest real graphs have 40,000. */
const mostNodes = 200_000
/** Functions within functions; exporters nest a module in a module some ten deep. */
const mostDepth = 64

const keyOf = ({ domain, overload }: Pick<NodeProto, 'domain' | 'overload'>, name: string) =>
  JSON.stringify([domain === 'ai.onnx' ? '' : domain, name, overload])

/**
 * A model in which calls of its own functions (ModelProto.functions) are replaced by the functions' nodes, and how many calls were. Ones
 * whose operators are of other versions than the model's stay. Throws an `input` fault where calls go on without end.
 */
export function functionsInlined(model: ModelProto, file: string): { model: ModelProto; count: number } {
  const versions = new Map(model.opsetImport.map(({ domain, version }) => [domain || 'ai.onnx', version]))
  const fits = ({ opsetImport }: FunctionProto) =>
    opsetImport.every(({ domain, version }) => (versions.get(domain || 'ai.onnx') ?? version) === version)
  const functions = new Map(model.functions.filter(fits).map((one) => [keyOf(one, one.name), one]))
  const called = (node: NodeProto) => functions.get(keyOf(node, node.opType))
  if (functions.size === 0) return { model, count: 0 }
  const inlined = clone(ModelProtoSchema, model)
  let [calls, nodes] = [0, 0]
  const fault = (message: string) =>
    Fault.input(message, { file, place: 'functions', remedy: 'Export the model again.' })

  const expand = (list: readonly NodeProto[], depth: number): NodeProto[] => {
    if (depth > mostDepth) throw fault(`Functions of the model call each other more than ${mostDepth} deep`)
    return list.flatMap((node) => {
      for (const graph of graphsOf(node)) graph.node = expand(graph.node, depth)
      if (++nodes > mostNodes)
        throw fault(`The model has more than ${mostNodes} nodes once its functions are written out`)
      const body = called(node)
      return body ? expand(bodyOf(body, node, `${calls++}`), depth + 1) : [node]
    })
  }

  inlined.graph!.node = expand(inlined.graph!.node, 0)
  if (calls === 0) return { model, count: 0 }
  for (const { opsetImport } of functions.values()) {
    for (const set of opsetImport) {
      if (versions.has(set.domain || 'ai.onnx')) continue
      versions.set(set.domain || 'ai.onnx', set.version)
      inlined.opsetImport.push(set)
    }
  }
  inlined.functions = inlined.functions.filter((one) => !functions.has(keyOf(one, one.name)))
  return { model: inlined, count: calls }
}

/** A function's nodes with the call's values and attributes in the places of its own. */
function bodyOf({ node, input, output, attributeProto }: FunctionProto, call: NodeProto, mark: string): NodeProto[] {
  const nodes = node.map((one) => clone(NodeProtoSchema, one))
  const names = new Map(
    nodes.flatMap((one) => one.output).map((name) => [name, name === '' ? '' : `tokentrace/call/${mark}/${name}`]),
  )
  for (const [at, name] of input.entries()) names.set(name, call.input[at] ?? '')
  for (const [at, name] of output.entries()) if (call.output[at]) names.set(name, call.output[at])
  rename(nodes, names)
  const given = new Map([...attributeProto, ...call.attribute].map((one) => [one.name, one]))
  for (const one of nodes) fill(one, given)
  return nodes
}

function fill(node: NodeProto, given: ReadonlyMap<string, AttributeProto>): void {
  node.attribute = node.attribute.flatMap((one) => {
    if (one.refAttrName === '') return [one]
    const value = given.get(one.refAttrName)
    return value ? [{ ...value, name: one.name }] : []
  })
  for (const graph of graphsOf(node)) fillAll(graph, given)
}

function fillAll(graph: GraphProto, given: ReadonlyMap<string, AttributeProto>): void {
  for (const node of graph.node) fill(node, given)
}
