import { elementCount } from '../../shared/tensor'
import type { Architecture, Attention, GatedMlp, Linear, Mlp, Stack } from './architecture'

/** Weights of linear maps that one token is multiplied with on its way, each use counted, where layers share them too. */
export interface ProductWeights {
  /** In the stack that gives the answer, its head apart. */
  readonly stack: number
  /** In the unembedding, with what stands before it. */
  readonly unembedding: number
  /** In an encoder, for each of its tokens. */
  readonly encoder: number
  /** In the keys and values of cross-attentions, for each of the encoder's tokens. */
  readonly source: number
}

/** Of a mixture of experts those that a token goes through are counted. Rows that are looked up in a table are no product. */
export function productWeights(architecture: Architecture): ProductWeights {
  const { unembed, encoder, blocks } = architecture
  const { transform = null, projection = null, table } = unembed ?? { table: null }
  return {
    stack: ofStack(architecture),
    unembedding:
      (transform ? ofLinear(transform.dense) : 0) +
      (projection ? ofLinear(projection) : 0) +
      (table ? elementCount(table.shape) : 0),
    encoder: encoder ? ofStack(encoder) : 0,
    source: blocks.reduce((sum, { cross }) => sum + (cross ? keysAndValues(cross) : 0), 0),
  }
}

function ofStack({ embed: { projection }, blocks }: Stack): number {
  const ofBlocks = blocks.reduce(
    (sum, { attention, cross, mlp }) =>
      sum +
      (ofQkv(attention) + ofLinear(attention.out)) +
      (cross ? ofQkv(cross) - keysAndValues(cross) + ofLinear(cross.out) : 0) +
      ofMlp(mlp),
    0,
  )
  return ofBlocks + (projection ? ofLinear(projection.linear) : 0)
}

function ofQkv({ qkv }: Attention): number {
  return qkv.fused ? ofLinear(qkv.all) : ofLinear(qkv.q) + ofLinear(qkv.k) + ofLinear(qkv.v)
}

function keysAndValues({ qkv }: Attention): number {
  // Cross-attentions are fused in no family: their queries read another stream.
  return qkv.fused ? 0 : ofLinear(qkv.k) + ofLinear(qkv.v)
}

function ofMlp(mlp: Mlp): number {
  if (mlp.kind === 'plain') return ofLinear(mlp.in) + ofLinear(mlp.out)
  if (mlp.kind === 'gated') return ofGated(mlp)
  const { router, experts, perToken, shared } = mlp
  const own = experts[0] ? perToken * ofGated(experts[0]) : 0
  return ofLinear(router) + own + (shared ? ofGated(shared.expert) + ofLinear(shared.gate) : 0)
}

function ofGated({ gates, out }: GatedMlp): number {
  return (gates.fused ? ofLinear(gates.both) : ofLinear(gates.gate) + ofLinear(gates.up)) + ofLinear(out)
}

function ofLinear({ weight }: Linear): number {
  return elementCount(weight.shape)
}
