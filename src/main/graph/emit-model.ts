import { normNames, partNames, stackNames } from '../../shared/taps'
import type { Architecture, Block, Norm, PartNorms, Stack } from '../families'
import type { WeightFiles } from '../weights'
import { attention, type Place, type Source } from './attention'
import { type EmittedGraph, GraphBuilder, type Packing, type Value } from './builder'
import { emitTaskHead, type StreamEnd } from './emit-task-head'
import { mlp } from './mlp'
import { norm } from './norms'
import { embedSum, scaled, unembed } from './parts'
import { inputNames, type Prompt, readPrompt } from './prompt'

/**
 * Writes the model down as an ONNX graph that computes the hook points named, and no more than these need: asked for the
 * first block's alone, it ends there. Batch and prompt length are free. Every output is F32.
 */
export function emitModel(
  architecture: Architecture,
  taps: readonly string[],
  files: WeightFiles,
  packing: Packing = 'all',
): EmittedGraph {
  const graph = new GraphBuilder(files, packing)
  const { dModel, vocabulary } = architecture.sizes
  const source = sourceOf(graph, architecture)
  const end = stack(graph, architecture, source)
  if (architecture.unembed) {
    const scores = unembed(graph, graph.reshape(end.stream, -1, dModel), architecture)
    graph.name('logits', graph.node('Reshape', [scores, end.prompt.shape(vocabulary)]))
  }
  emitTaskHead(graph, end, architecture)
  return graph.build(taps)
}

/** What cross-attention reads: the encoder's last states, or those that come with the run. */
function sourceOf(graph: GraphBuilder, { encoder, givenStates, sizes }: Architecture): Source | null {
  if (encoder) {
    const { stream, prompt } = stack(graph, encoder, null)
    return { states: stream, shape: prompt.shape }
  }
  if (!givenStates) return null
  const states = graph.input(inputNames.encoderStates, 'float', ['batch', 'source', sizes.dModel])
  const batchAndSource = graph.node('Slice', [graph.node('Shape', [states]), graph.ints(0), graph.ints(2)])
  return { states, shape: (...of) => graph.node('Concat', [batchAndSource, graph.ints(...of)], { axis: 0 }) }
}

/** A stack from its token ids to its final norm. */
function stack(graph: GraphBuilder, of: Stack, source: Source | null): StreamEnd {
  const names = stackNames(of.at)
  const ids = of.at === 'decoder' ? inputNames.decoderTokenIds : inputNames.tokenIds
  const tokenIds = graph.input(ids, 'int64', ['batch', of.at === 'decoder' ? 'target' : 'pos'])
  const prompt = readPrompt(graph, tokenIds, of)
  let residual = embed(graph, tokenIds, prompt, of)
  for (const [layer, part] of of.blocks.entries()) {
    residual = block(graph, residual, part, { at: names.block(layer), prompt }, of.sizes, source)
  }
  const stream = of.finalNorm ? hookedNorm(graph, residual, of.finalNorm, names.finalNorm) : residual
  return { stream, tokenIds, prompt }
}

/** The hook points of the embedding, and where the residual stream starts. */
function embed(graph: GraphBuilder, tokenIds: Value, prompt: Prompt, of: Stack): Value {
  const { table, projection, positions, norm: after } = of.embed
  const at = stackNames(of.at).embed
  const uncounted = positions?.uncounted ?? null
  const { start, full, words, places, types } = embedSum(
    graph,
    {
      ids: tokenIds,
      positions: uncounted === null ? prompt.positions() : prompt.counted(uncounted),
      types: graph.input(inputNames.tokenTypeIds, 'int64', ['batch', 'pos']),
    },
    of,
  )
  graph.name(`${at}hook_embed`, words)
  if (types) graph.name(`${at}hook_token_type_embed`, types)
  if (places) {
    // The same for each prompt of the batch, which the hook point has nevertheless.
    const width = projection?.of === 'sum' ? table.shape[1]! : of.sizes.dModel
    graph.name(`${at}hook_pos_embed`, graph.node('Expand', [places, prompt.shape(width)]))
  }
  if (after) graph.name(`${at}hook_full_embed`, full)
  return start
}

/** One block on the residual stream, with its hook points. Answers the stream after it. */
function block(
  graph: GraphBuilder,
  pre: Value,
  of: Block,
  { at, prompt }: Place,
  sizes: Stack['sizes'],
  source: Source | null,
): Value {
  const ln = partNames(of)
  const isSerial = of.order === 'serial'
  graph.name(`${at}.hook_resid_pre`, pre)
  const own = part(
    graph,
    { at, reads: pre, onto: pre, norms: of.attention, ln: ln.attention, out: 'attn', sum: isSerial ? 'mid' : null },
    (read) => attention(graph, read, of.attention, { at: `${at}.attn`, prompt }, sizes),
  )
  let mid = own.stream
  if (of.cross) {
    const { cross } = of
    mid = part(
      graph,
      { at, reads: mid, onto: mid, norms: cross, ln: ln.cross, out: 'cross_attn', sum: 'mid_cross' },
      (read) => attention(graph, read, cross, { at: `${at}.cross_attn`, prompt }, sizes, source),
    ).stream
  }
  // A parallel block's MLP reads the stream before the block, and what attention's norm gave where it has none of its own.
  const reads = isSerial ? mid : of.mlp.before ? pre : own.read
  return part(graph, { at, reads, onto: mid, norms: of.mlp, ln: ln.mlp, out: 'mlp', sum: 'post' }, (read) =>
    mlp(graph, read, of.mlp, { at, prompt }, sizes.dModel),
  ).stream
}

interface PartOfBlock {
  readonly at: string
  readonly reads: Value
  /** The stream that what it writes is added to. */
  readonly onto: Value
  readonly norms: PartNorms
  readonly ln: Parameters<typeof normNames>[0]
  /** The hook point of what it writes: `hook_${out}_out`. */
  readonly out: string
  /** That of the sum, `hook_resid_${sum}`; null where the sum is nowhere in the model. */
  readonly sum: string | null
}

/** What a part of a block writes, between its norms, added to the stream: what it read, and the stream after it. */
function part(
  graph: GraphBuilder,
  { at, reads, onto, norms, ln, out, sum }: PartOfBlock,
  write: (read: Value) => Value,
): { readonly read: Value; readonly stream: Value } {
  const names = normNames(ln, norms.before !== null)
  const through = (value: Value, by: Norm | null, name: string) =>
    by ? hookedNorm(graph, value, by, `${at}.${name}`) : value
  const read = through(reads, norms.before, names.before)
  const written = through(scaled(graph, write(read), norms.writeScale), norms.after, names.after)
  graph.name(`${at}.hook_${out}_out`, written)
  const added = graph.node('Add', [onto, written])
  if (sum === null) return { read, stream: added }
  graph.name(`${at}.hook_resid_${sum}`, added)
  const stream = through(added, norms.afterSum, names.afterSum)
  if (norms.afterSum) graph.name(`${at}.hook_normalized_resid_${sum}`, stream)
  return { read, stream }
}

function hookedNorm(graph: GraphBuilder, x: Value, of: Norm, at: string): Value {
  const { scale, normalized, out } = norm(graph, x, of)
  graph.name(`${at}.hook_scale`, scale)
  graph.name(`${at}.hook_normalized`, normalized)
  return out
}
