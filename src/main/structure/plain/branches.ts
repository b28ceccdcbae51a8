import { clone, create } from '@bufbuild/protobuf'
import {
  TensorProto_DataType as DataType,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from '../../onnx-format'
import { graphsOf, ownNames, rename } from './subgraphs'

/** Branches within branches, each opened up in turn; files have one. */
const mostBranches = 64

/**
 * A model in which each If that an input of truth decides is replaced by the branch that reads fewer of the graph's inputs of
 * many numbers, since what an earlier run kept comes as such; and what those inputs must then be.
 */
export function branchChosen(model: ModelProto): { model: ModelProto; switches: ReadonlyMap<string, boolean> } {
  const switches = new Map<string, boolean>()
  if (choiceIn(model.graph!, switches) === null) return { model, switches }
  const chosen = clone(ModelProtoSchema, model)
  const graph = chosen.graph!
  for (let opened = 0; opened < mostBranches; opened++) {
    const choice = choiceIn(graph, switches)
    if (choice === null) break
    switches.set(choice.input, choice.on)
    open(graph, choice.node, choice.branch, opened)
  }
  return { model: chosen, switches }
}

interface Choice {
  readonly node: NodeProto
  readonly input: string
  readonly on: boolean
  readonly branch: GraphProto
}

function choiceIn(graph: GraphProto, switches: ReadonlyMap<string, boolean>): Choice | null {
  const producers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)))
  for (const node of graph.node) {
    if (node.opType !== 'If' || (node.domain !== '' && node.domain !== 'ai.onnx')) continue
    const input = switchOf(graph, producers, node.input[0] ?? '')
    const [yes, no] = ['then_branch', 'else_branch'].map((name) => node.attribute.find((one) => one.name === name)?.g)
    if (input === null || !yes || !no) continue
    const on = switches.get(input) ?? keptBy(graph, yes) < keptBy(graph, no)
    return { node, input, on, branch: on ? yes : no }
  }
  return null
}

/** The input of truth that a condition is, moved and cast at most. */
function switchOf(graph: GraphProto, producers: ReadonlyMap<string, NodeProto>, condition: string): string | null {
  let name = condition
  for (let depth = 0; depth < 8; depth++) {
    const node = producers.get(name)
    if (!node) break
    if (!/^(Identity|Cast|Reshape|Squeeze|Unsqueeze)$/.test(node.opType)) return null
    name = node.input[0] ?? ''
  }
  const type = graph.input.find((one) => one.name === name)?.type
  return type?.value.case === 'tensorType' && type.value.value.elemType === DataType.BOOL ? name : null
}

/** How many of the graph's inputs of three axes and more a branch reads. */
function keptBy(graph: GraphProto, branch: GraphProto): number {
  const read = new Set<string>()
  const collect = (inner: GraphProto) => {
    for (const node of inner.node) {
      for (const name of node.input) read.add(name)
      for (const one of graphsOf(node)) collect(one)
    }
  }
  collect(branch)
  const many = graph.input.filter(
    ({ type }) => type?.value.case === 'tensorType' && (type.value.value.shape?.dim.length ?? 0) >= 4,
  )
  return many.filter(({ name }) => read.has(name)).length
}

/** Puts a branch's nodes in the place of the node that chooses it. */
function open(graph: GraphProto, node: NodeProto, branch: GraphProto, mark: number): void {
  const taken = ownNames(graph)
  const names = new Map(
    [...ownNames(branch)].filter((name) => taken.has(name)).map((name) => [name, `tokentrace/branch/${mark}/${name}`]),
  )
  rename(branch.node, names)
  for (const tensor of branch.initializer) tensor.name = names.get(tensor.name) ?? tensor.name
  const outputs = branch.output.map(({ name }, at) =>
    create(NodeProtoSchema, {
      name: `tokentrace/branch/${mark}/output/${at}`,
      opType: 'Identity',
      input: [names.get(name) ?? name],
      output: [node.output[at] ?? ''],
    }),
  )
  const named = outputs.filter(({ output }) => output[0] !== '')
  graph.node = graph.node.flatMap((one) => (one === node ? [...branch.node, ...named] : [one]))
  graph.initializer = [...graph.initializer, ...branch.initializer]
}
