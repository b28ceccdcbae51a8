import { type AttributeProto, AttributeProto_AttributeType as AttributeType, type NodeProto } from '../onnx-format'

/** Where a node comes from: the file; beside it, added to see into a fused one; or a name for what such a one gives. */
export type Origin = 'file' | 'beside' | 'alias'

/** A node as the finder sees it. */
export interface Op {
  /** Place in the order in which nodes can run. */
  index: number
  /** Its operator, with the domain before it where that is not the standard one: `com.microsoft.Attention`. */
  readonly type: string
  /** Values that it reads, those of graphs within it among them; '' for one that is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly node: NodeProto
  readonly origin: Origin
  /** Why a node that keeps something to itself is not seen into; null where nothing is hidden. */
  readonly unseen: string | null
}

export function attribute({ node }: Op, name: string): AttributeProto | undefined {
  return node.attribute.find((one) => one.name === name)
}

export function intOf(op: Op, name: string, otherwise: number): number {
  const found = attribute(op, name)
  return found?.type === AttributeType.INT ? Number(BigInt.asIntN(53, found.i)) : otherwise
}

export function floatOf(op: Op, name: string, otherwise: number): number {
  const found = attribute(op, name)
  return found?.type === AttributeType.FLOAT ? found.f : otherwise
}

export function intsOf(op: Op, name: string): number[] | null {
  const found = attribute(op, name)
  return found?.type === AttributeType.INTS ? found.ints.map((value) => Number(BigInt.asIntN(53, value))) : null
}

export function textOf(op: Op, name: string): string {
  const found = attribute(op, name)
  return found?.type === AttributeType.STRING ? new TextDecoder().decode(found.s) : ''
}

/** How a node is called in a message. */
export function opTitle({ type, node, outputs }: Op): string {
  return `${type} ${JSON.stringify(node.name || outputs[0] || '')
    .slice(1, 81)
    .replace(/"$/, '')}`.trim()
}
