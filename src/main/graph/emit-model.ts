import { normNames } from '../../shared/taps'
import type { Architecture, Block, Norm } from '../families'
import { attention, type Place } from './attention'
import { type EmittedGraph, GraphBuilder, type Value } from './builder'
import type { ExternalFiles } from './external-files'
import { mlp } from './mlp'
import { norm } from './norms'
import { embedSum, unembed } from './parts'
import { inputNames, type Prompt, readPrompt } from './prompt'

/**
 * Writes the model down as an ONNX graph that computes the hook points named, and no more than these need: asked for the
 * first block's alone, it ends there. Batch and prompt length are free. Every output is F32.
 */
export function emitModel(architecture: Architecture, taps: readonly string[], files: ExternalFiles): EmittedGraph {
  const graph = new GraphBuilder(files)
  const { dModel, vocabulary } = architecture.sizes
  const tokenIds = graph.input(inputNames.tokenIds, 'int64', ['batch', 'pos'])
  const prompt = readPrompt(graph, tokenIds, architecture)
  let residual = embed(graph, tokenIds, prompt, architecture)
  for (const [layer, part] of architecture.blocks.entries()) {
    residual = block(graph, residual, part, { at: `blocks.${layer}`, prompt }, architecture)
  }
  const last = architecture.finalNorm ? hookedNorm(graph, residual, architecture.finalNorm, 'ln_final') : residual
  if (architecture.unembed) {
    const scores = unembed(graph, graph.reshape(last, -1, dModel), architecture)
    graph.name('logits', graph.node('Reshape', [scores, prompt.shape(vocabulary)]))
  }
  return graph.build(taps)
}

/** The hook points of the embedding, and where the residual stream starts. */
function embed(graph: GraphBuilder, tokenIds: Value, prompt: Prompt, architecture: Architecture): Value {
  const { table, projection, positions, norm: after } = architecture.embed
  const { start, full, words, places, types } = embedSum(
    graph,
    {
      ids: tokenIds,
      positions: positions?.uncounted == null ? prompt.positions() : prompt.counted(positions.uncounted),
      types: graph.input(inputNames.tokenTypeIds, 'int64', ['batch', 'pos']),
    },
    architecture,
  )
  graph.name('hook_embed', words)
  if (types) graph.name('hook_token_type_embed', types)
  if (places) {
    // The same for each prompt of the batch, which the hook point has nevertheless.
    const width = projection?.of === 'sum' ? table.shape[1]! : architecture.sizes.dModel
    graph.name('hook_pos_embed', graph.node('Expand', [places, prompt.shape(width)]))
  }
  if (after) graph.name('hook_full_embed', full)
  return start
}

/** One block on the residual stream, with its hook points. Answers the stream after it. */
function block(graph: GraphBuilder, pre: Value, of: Block, place: Place, architecture: Architecture): Value {
  const { at } = place
  const names = {
    attention: normNames('ln1', of.attention.before !== null),
    mlp: normNames('ln2', of.mlp.before !== null),
  }
  const through = (value: Value, by: Norm | null, name: string) =>
    by ? hookedNorm(graph, value, by, `${at}.${name}`) : value
  const sum = (a: Value, b: Value) => graph.node('Add', [a, b])
  graph.name(`${at}.hook_resid_pre`, pre)

  const read = through(pre, of.attention.before, names.attention.before)
  const written = attention(graph, read, of.attention, place, architecture)
  const attnOut = through(written, of.attention.after, names.attention.after)
  graph.name(`${at}.hook_attn_out`, attnOut)
  const added = sum(pre, attnOut)
  let mid = added
  if (of.order === 'serial') {
    graph.name(`${at}.hook_resid_mid`, added)
    mid = through(added, of.attention.afterSum, names.attention.afterSum)
    if (of.attention.afterSum) graph.name(`${at}.hook_normalized_resid_mid`, mid)
  }

  // A parallel block's MLP reads the stream before the block, and what attention's norm gave where it has none of its own.
  const stream = of.order === 'serial' ? mid : of.mlp.before ? pre : read
  const readByMlp = through(stream, of.mlp.before, names.mlp.before)
  const writtenByMlp = mlp(graph, readByMlp, of.mlp, place, architecture.sizes.dModel)
  const mlpOut = through(writtenByMlp, of.mlp.after, names.mlp.after)
  graph.name(`${at}.hook_mlp_out`, mlpOut)
  const post = sum(mid, mlpOut)
  graph.name(`${at}.hook_resid_post`, post)
  if (!of.mlp.afterSum) return post
  const normalizedPost = through(post, of.mlp.afterSum, names.mlp.afterSum)
  graph.name(`${at}.hook_normalized_resid_post`, normalizedPost)
  return normalizedPost
}

function hookedNorm(graph: GraphBuilder, x: Value, of: Norm, at: string): Value {
  const { scale, normalized, out } = norm(graph, x, of)
  graph.name(`${at}.hook_scale`, scale)
  graph.name(`${at}.hook_normalized`, normalized)
  return out
}
