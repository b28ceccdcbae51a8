import { clone } from '@bufbuild/protobuf'
import type { OnnxFile } from '../../checkpoint'
import { TensorProto_DataType as DataType, type ModelProto, ModelProtoSchema, type NodeProto } from '../../onnx-format'
import { elementTypeOf } from '../element-type'
import { groupedAttention } from '../fused/grouped-attention'
import { multiHeadAttention } from '../fused/multi-head-attention'
import { packedAttention, packedMultiHeadAttention, removePadding, restorePadding } from '../fused/packed-tokens'
import { decoderSelfAttention, packedWeights } from '../fused/packed-weights'
import { writesOut } from '../fused/see-into'
import type { SeeInto } from '../fused/seen'
import { Standing } from '../fused/standing'
import { type Graph, graphOf } from '../graph'
import { intOf, type Op } from '../op'
import { lastSize } from './last-size'

interface WithoutKernel {
  readonly known: SeeInto
  /** Whether a node is of a form that ONNX Runtime's CPU does not compute. */
  readonly refused: (op: Op, graph: Graph) => boolean
  /** How many axes each input has that is no weight, as far as what it computes depends on it. */
  readonly ranks: (op: Op, graph: Graph) => readonly number[]
}

const always = () => true
const has = (op: Op, at: number) => (op.inputs[at] ?? '') !== ''

/**
 * Operators that ONNX Runtime computes on GPUs alone, or in some forms: each by what it computes in standard ones. Those of its
 * CPU provider are in its docs/OperatorKernels.md; which forms they refuse, its kernels say when they are run.
 */
const kinds: Readonly<Record<string, WithoutKernel>> = {
  'com.microsoft.RemovePadding': { known: removePadding, refused: always, ranks: () => [3] },
  'com.microsoft.RestorePadding': { known: restorePadding, refused: always, ranks: () => [2] },
  'com.microsoft.PackedAttention': { known: packedAttention, refused: always, ranks: () => [2] },
  'com.microsoft.PackedMultiHeadAttention': {
    known: packedMultiHeadAttention,
    refused: always,
    ranks: (op) => (has(op, 1) ? [2, 2, 2] : [4]),
  },
  'com.microsoft.DecoderMaskedSelfAttention': {
    known: decoderSelfAttention,
    refused: always,
    ranks: () => [3, 2, 1, 2, 5],
  },
  'com.microsoft.Attention': {
    known: packedWeights,
    refused: (op, graph) =>
      intOf(op, 'do_rotary', 0) === 1 ||
      intOf(op, 'past_present_share_buffer', 0) === 1 ||
      declaredRank(graph, op.inputs[3]) === 4,
    ranks: (op, graph) => [3, 2, 1, declaredRank(graph, op.inputs[3]) ?? 2, 5],
  },
  'com.microsoft.MultiHeadAttention': {
    known: multiHeadAttention,
    refused: (op) => !has(op, 2),
    ranks: (op) => (has(op, 1) ? [3, 5] : [5]),
  },
  'com.microsoft.GroupQueryAttention': {
    known: groupedAttention,
    refused: (op) => has(op, 14) || has(op, 15),
    ranks: () => [3, 3, 3],
  },
}

/** A file whose operators that no kernel here computes are standard ones, and which were, with how many of each. */
export function withoutKernel(file: OnnxFile): { model: ModelProto; counts: ReadonlyMap<string, number> } {
  const { model } = file
  const counts = new Map<string, number>()
  if (!model.graph!.node.some(({ domain, opType }) => kinds[`${domain}.${opType}`])) return { model, counts }
  const graph = graphOf(file)
  const standing = new Map<NodeProto, NodeProto[]>()
  for (const op of graph.ops) {
    const kind = kinds[op.type]
    const nodes = kind?.refused(op, graph) ? inPlaceOf(graph, op, kind) : null
    if (nodes === null) continue
    standing.set(op.node, nodes)
    counts.set(op.node.opType, (counts.get(op.node.opType) ?? 0) + 1)
  }
  if (standing.size === 0) return { model, counts }
  const node = model.graph!.node.flatMap((one) => standing.get(one) ?? [one])
  const replaced = clone(ModelProtoSchema, model)
  replaced.graph!.node = node
  return { model: replaced, counts }
}

/** How many axes an input of the graph is said to have. */
function declaredRank({ inputs }: Graph, name: string | undefined): number | null {
  const type = inputs.find((input) => input.name === name)?.type?.value
  return type?.case === 'tensorType' ? (type.value.shape?.dim.length ?? null) : null
}

/** Null where it has a form that is not written down. */
function inPlaceOf(graph: Graph, op: Op, { known, ranks }: WithoutKernel): NodeProto[] | null {
  const type = elementTypeOf(graph, op.inputs[0]!) ?? DataType.FLOAT
  const beside = new Standing(`tokentrace/standing/${op.index}/`, { opset: graph.opset, type })
  const of = new Map(
    op.inputs.flatMap((value, at): [string, number[][]][] => {
      const dims = graph.tensor(value)?.dims
      if (dims) return [[value, [dims.map(Number)]]]
      const [rank, last] = [ranks(op, graph)[at], lastSize(graph, value)]
      // Of masks the axes alone matter.
      return rank === undefined || (last === null && at < 3) ? [] : [[value, [[...Array(rank - 1).fill(1), last ?? 1]]]]
    }),
  )
  return writesOut(known, op, { beside, graph, shapes: { batch: [1], length: [1], of } }) === null ? beside.nodes : null
}
