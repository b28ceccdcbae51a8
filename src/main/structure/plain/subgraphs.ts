import type { GraphProto, NodeProto } from '../../onnx-format'

/** Graphs within a node: branches and bodies of loops. */
export function graphsOf({ attribute }: NodeProto): GraphProto[] {
  return attribute.flatMap(({ g, graphs }) => [...(g ? [g] : []), ...graphs])
}

/**
 * Renames values in nodes and all graphs within them; what a graph within makes itself under a name keeps that name, as ONNX has it.
 */
export function rename(nodes: readonly NodeProto[], names: ReadonlyMap<string, string>): void {
  const named = (name: string) => names.get(name) ?? name
  for (const node of nodes) {
    node.input = node.input.map(named)
    node.output = node.output.map(named)
    for (const inner of graphsOf(node)) {
      const own = ownNames(inner)
      const outer = new Map([...names].filter(([name]) => !own.has(name)))
      rename(inner.node, outer)
      for (const output of inner.output) output.name = outer.get(output.name) ?? output.name
    }
  }
}

/** Names that a graph gives itself. */
export function ownNames({
  node,
  initializer,
  input,
}: Pick<GraphProto, 'node' | 'initializer' | 'input'>): Set<string> {
  const made = node.flatMap(({ output }) => output).filter((name) => name !== '')
  return new Set([...made, ...initializer.map(({ name }) => name), ...input.map(({ name }) => name)])
}
