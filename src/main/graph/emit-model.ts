import type { Architecture, Block } from '../families'
import { attention, type Prompt, promptShape } from './attention'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import type { ExternalFiles } from './external-files'
import { activate, embedSum, linear, norm, unembed } from './parts'

/** The graph's inputs. Which of them a graph reads stands in `EmittedGraph.inputs`. */
export const inputNames = {
  /** int64 [batch, pos] */
  tokenIds: 'input_ids',
  /** int64 [batch, pos] */
  tokenTypeIds: 'token_type_ids',
  /** F32 [pos, dimensions / 2], of `rotaryTables` */
  rotaryCos: 'rotary_cos',
  rotarySin: 'rotary_sin',
} as const

/**
 * Writes the model down as an ONNX graph that computes the hook points named, and no more than these need: asked for the
 * first block's alone, it ends there. Batch and prompt length are free. Every output is F32.
 */
export function emitModel(architecture: Architecture, taps: readonly string[], files: ExternalFiles): EmittedGraph {
  const graph = new GraphBuilder(files)
  const { dModel } = architecture.sizes
  const tokenIds = graph.input(inputNames.tokenIds, 'int64', ['batch', 'pos'])
  const prompt = readPrompt(graph, tokenIds, architecture)
  let residual = embed(graph, tokenIds, prompt, architecture)
  for (const [layer, block] of architecture.blocks.entries()) {
    const position = { block, layer, at: `blocks.${layer}`, prompt }
    residual =
      architecture.normPlace === 'pre'
        ? preNormBlock(graph, residual, position, architecture)
        : postNormBlock(graph, residual, position, architecture)
  }
  let last = residual
  if (architecture.finalNorm) {
    const { scale, normalized, out } = norm(graph, residual, architecture.finalNorm, architecture.norm)
    graph.name('ln_final.hook_scale', scale)
    graph.name('ln_final.hook_normalized', normalized)
    last = out
  }
  if (architecture.unembed) {
    const scores = unembed(graph, graph.reshape(last, -1, dModel), architecture)
    graph.name('logits', graph.node('Reshape', [scores, promptShape(graph, prompt, architecture.sizes.vocabulary)]))
  }
  return graph.build(taps)
}

function readPrompt(graph: GraphBuilder, tokenIds: Value, { attention: { causal, rotary } }: Architecture): Prompt {
  const shape = graph.node('Shape', [tokenIds])
  const half = rotary ? rotary.dimensions / 2 : 0
  return {
    shape,
    rotary: rotary
      ? {
          cos: graph.input(inputNames.rotaryCos, 'float', ['pos', half]),
          sin: graph.input(inputNames.rotarySin, 'float', ['pos', half]),
        }
      : null,
    mask: causal ? causalMask(graph, positionsOf(graph, shape)) : null,
  }
}

/** int64 [pos]: 0, 1, 2 … */
function positionsOf(graph: GraphBuilder, shape: Value): Value {
  return graph.once('positions', () => {
    const length = graph.node('Gather', [shape, graph.int(1)], { axis: 0 })
    return graph.node('Range', [graph.int(0), length, graph.int(1)])
  })
}

function causalMask(graph: GraphBuilder, positions: Value): Value {
  const queries = graph.node('Unsqueeze', [positions, graph.ints(1)])
  const keys = graph.node('Unsqueeze', [positions, graph.ints(0)])
  return graph.node('GreaterOrEqual', [queries, keys])
}

/** The hook points of the embedding, and where the residual stream starts. */
function embed(graph: GraphBuilder, tokenIds: Value, prompt: Prompt, architecture: Architecture): Value {
  const { start, words, places, types } = embedSum(
    graph,
    {
      ids: tokenIds,
      positions: positionsOf(graph, prompt.shape),
      types: graph.input(inputNames.tokenTypeIds, 'int64', ['batch', 'pos']),
    },
    architecture,
  )
  graph.name('hook_embed', words)
  if (types) graph.name('hook_token_type_embed', types)
  if (places) {
    // The same for each prompt of the batch, which the hook point has nevertheless.
    const shape = promptShape(graph, prompt, architecture.sizes.dModel)
    graph.name('hook_pos_embed', graph.node('Expand', [places, shape]))
  }
  if (architecture.embed.norm) graph.name('hook_full_embed', start)
  return start
}

interface Place {
  readonly block: Block
  readonly layer: number
  readonly at: string
  readonly prompt: Prompt
}

function preNormBlock(graph: GraphBuilder, residual: Value, place: Place, architecture: Architecture): Value {
  const { block, at } = place
  graph.name(`${at}.hook_resid_pre`, residual)
  const first = hookedNorm(graph, residual, block.ln1, `${at}.ln1`, architecture)
  const attnOut = attention(graph, first, place, architecture)
  graph.name(`${at}.hook_attn_out`, attnOut)
  const mid = graph.node('Add', [residual, attnOut])
  graph.name(`${at}.hook_resid_mid`, mid)
  const second = hookedNorm(graph, mid, block.ln2, `${at}.ln2`, architecture)
  const mlpOut = mlp(graph, second, place, architecture)
  graph.name(`${at}.hook_mlp_out`, mlpOut)
  const post = graph.node('Add', [mid, mlpOut])
  graph.name(`${at}.hook_resid_post`, post)
  return post
}

function postNormBlock(graph: GraphBuilder, residual: Value, place: Place, architecture: Architecture): Value {
  const { block, at } = place
  graph.name(`${at}.hook_resid_pre`, residual)
  const attnOut = attention(graph, residual, place, architecture)
  graph.name(`${at}.hook_attn_out`, attnOut)
  const mid = graph.node('Add', [residual, attnOut])
  graph.name(`${at}.hook_resid_mid`, mid)
  const normalizedMid = hookedNorm(graph, mid, block.ln1, `${at}.ln1`, architecture)
  graph.name(`${at}.hook_normalized_resid_mid`, normalizedMid)
  const mlpOut = mlp(graph, normalizedMid, place, architecture)
  graph.name(`${at}.hook_mlp_out`, mlpOut)
  const post = graph.node('Add', [normalizedMid, mlpOut])
  graph.name(`${at}.hook_resid_post`, post)
  const normalizedPost = hookedNorm(graph, post, block.ln2, `${at}.ln2`, architecture)
  graph.name(`${at}.hook_normalized_resid_post`, normalizedPost)
  return normalizedPost
}

function hookedNorm(
  graph: GraphBuilder,
  x: Value,
  weights: Block['ln1'],
  at: string,
  architecture: Architecture,
): Value {
  const { scale, normalized, out } = norm(graph, x, weights, architecture.norm)
  graph.name(`${at}.hook_scale`, scale)
  graph.name(`${at}.hook_normalized`, normalized)
  return out
}

function mlp(graph: GraphBuilder, x: Value, { block, at, prompt }: Place, architecture: Architecture): Value {
  const { dModel, dMlp } = architecture.sizes
  const wide = promptShape(graph, prompt, dMlp)
  const pre = linear(graph, x, block.mlpIn, wide)
  graph.name(`${at}.mlp.hook_pre`, pre)
  let post = activate(graph, pre, architecture.mlp.activation)
  if (block.mlpLinear) {
    const preLinear = linear(graph, x, block.mlpLinear, wide)
    graph.name(`${at}.mlp.hook_pre_linear`, preLinear)
    post = graph.node('Mul', [post, preLinear])
  }
  graph.name(`${at}.mlp.hook_post`, post)
  return linear(graph, post, block.mlpOut, promptShape(graph, prompt, dModel))
}
