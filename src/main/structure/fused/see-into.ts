import { TensorProto_DataType as DataType } from '../../onnx-format'
import type { Graph } from '../graph'
import { intOf, type Op } from '../op'
import type { ProbedShapes } from '../shapes'
import { biasedGelu, mapAndActivation, mapAndGelu } from './activations'
import { Beside, Unfitting } from './beside'
import { embedLayerNorm, quantisedEmbedLayerNorm } from './embeddings'
import { groupedAttention } from './grouped-attention'
import { chosenExperts } from './mixtures'
import { decoderAttention, multiHeadAttention } from './multi-head-attention'
import { rootMeanSquare, skipLayerNorm, skipRootMeanSquare } from './norms'
import { packedWeights, quantisedWeights } from './packed-weights'
import type { SeeInto } from './seen'
import { standardAttention } from './standard-attention'

/** What is known of each fused operator. Whatever is in a file beside these is taken as it stands. */
const fused: Readonly<Record<string, SeeInto>> = {
  Attention: standardAttention,
  RMSNormalization: rootMeanSquare,
  SimplifiedLayerNormalization: rootMeanSquare,
  'com.microsoft.Attention': packedWeights,
  'com.microsoft.QAttention': quantisedWeights,
  'com.microsoft.MultiHeadAttention': multiHeadAttention,
  'com.microsoft.DecoderMaskedMultiHeadAttention': decoderAttention,
  'com.microsoft.GroupQueryAttention': groupedAttention,
  'com.microsoft.SimplifiedLayerNormalization': rootMeanSquare,
  'com.microsoft.SkipLayerNormalization': skipLayerNorm,
  'com.microsoft.SkipSimplifiedLayerNormalization': skipRootMeanSquare,
  'com.microsoft.EmbedLayerNormalization': embedLayerNorm,
  'com.microsoft.QEmbedLayerNormalization': quantisedEmbedLayerNorm,
  'com.microsoft.BiasGelu': biasedGelu,
  'com.microsoft.FastGelu': biasedGelu,
  'com.microsoft.GemmFastGelu': mapAndGelu,
  'com.microsoft.FusedGemm': mapAndActivation,
}

/** What stays in the graph beside what is seen of it. */
const mixtures: Readonly<Record<string, SeeInto>> = {
  'com.microsoft.MoE': chosenExperts,
  'com.microsoft.QMoE': chosenExperts,
}

/** What would be seen into and is not. */
const unknown = /Attention$/

/** The graph with fused nodes seen into: they are left out of it, but for mixtures, and what computes the same beside them stands there. */
export function seenInto(graph: Graph, shapes: ProbedShapes): Graph {
  const ops: Op[] = []
  const how = { opset: graph.opset, rounds: hasOtherFloats(graph) }
  for (const op of graph.ops) {
    const beside = new Beside(`tokentrace/beside/${op.index}/`, how)
    const mixture = mixtures[op.type]
    if (mixture) {
      ops.push({ ...op, unseen: writesOut(mixture, op, { beside, graph, shapes }) }, ...beside.ops)
      continue
    }
    const known = fused[op.type]
    const unseen = known
      ? writesOut(known, op, { beside, graph, shapes })
      : unknown.test(op.type)
        ? 'what it computes is not written down'
        : null
    ops.push(...(known && unseen === null ? beside.ops : [{ ...op, unseen }]))
  }
  return graph.with(ops)
}

/** Writes down what a node computes; says why not where that is not known. */
export function writesOut(known: SeeInto, ...[op, tools]: Parameters<SeeInto>): ReturnType<SeeInto> {
  try {
    return known(op, tools)
  } catch (error) {
    if (error instanceof Unfitting) return 'its sizes do not fit each other'
    throw error
  }
}

const otherFloats: readonly number[] = [DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]

/** Whether anything in a graph may be a float that is not F32. */
function hasOtherFloats({ ops, initializers, inputs }: Graph): boolean {
  return (
    [...initializers.values()].some(({ dataType }) => otherFloats.includes(dataType)) ||
    inputs.some(({ type }) => type?.value.case === 'tensorType' && otherFloats.includes(type.value.value.elemType)) ||
    ops.some(
      (op) =>
        otherFloats.includes(intOf(op, 'to', 0)) ||
        op.node.attribute.some(({ t }) => t && otherFloats.includes(t.dataType)),
    )
  )
}
