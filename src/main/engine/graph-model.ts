import { attentionPlaces } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import type { ModelInfo, ModelKind } from '../../shared/model-info'
import type { AttentionShape, ModelShape, StackShape, StackSizes } from '../../shared/model-shape'
import { tapsOf } from '../../shared/taps'
import type { OnnxFile } from '../checkpoint'
import { fixedSizes, type ReadGraph } from '../inference'
import { mediaInputOf } from './media-input-of'
import { startTokenOf } from './model-info-of'
import { onnxInfoOf, portOf } from './onnx-info-of'
import { weightsIn } from './onnx-weights'
import { tokenizerMissing } from './tokenizer-of'

/**
 * What was found in a graph, as every look asks for it. Throws an `input` fault for a graph in which no transformer was found, or
 * one that reads something else than tokens.
 */
export function shapeOfGraph(read: ReadGraph): ModelShape {
  const { file, model: found, causal } = read
  const { taps, stacks, inputs } = found
  if (taps === null) throw noTransformer(file, found.missing[0]?.reason)
  const given = inputs.filter(({ role }) => role === 'data')
  // A decoder without its encoder is given the states that it reads.
  const givenStates = stacks.length === 1 && taps.blocks.some(({ cross }) => cross !== null) && given.length === 1
  const reads = mediaInputOf(read)
  const other = givenStates || reads ? null : given[0]
  if (other || !(reads || inputs.some(({ role }) => role === 'ids'))) throw readsOther(file, other?.name ?? null)
  // What it makes of an encoder's states was made in an earlier run.
  const isLater = stacks.length === 1 && !givenStates && taps.blocks.some(({ cross }) => cross !== null)
  if (isLater) throw goesOn(file)
  const last = stacks.at(-1)!
  const first = stacks.length > 1 ? stacks[0]! : null
  const kind: ModelKind = first ? 'encoder-decoder' : causal === false ? 'encoder' : 'decoder'
  const sizesOf = ({ layers, heads, keyHeads, dModel, dHead, dMlp }: typeof last, which: number): StackSizes => ({
    ...{ layers, heads, keyHeads, dModel, dHead, dMlp },
    vocabulary: reads ? 0 : vocabularyOf(found, which),
    context: reads ? null : contextOf(file, found),
  })
  const encoder: StackShape | null = first && { sizes: sizesOf(first, 0), taps: taps.encoder! }
  const attentions: AttentionShape[] = []
  const shape: ModelShape = {
    kind,
    sizes: sizesOf(last, stacks.length - 1),
    taps,
    unembeds: taps.unembeds && !reads ? (found.parts.unembedding?.linear ? 'linearly' : 'otherwise') : null,
    readsStream: !reads && found.parts.unembedding?.linear === true && found.parts.unembedding.single,
    encoder,
    givenStates,
    attentions,
  }
  const facts = { kind, layers: last.layers, heads: last.heads, encoder: first, givenStates }
  for (const place of attentionPlaces(facts)) {
    const stack = place.queries === 'encoder' ? encoder! : shape
    const block = stack.taps.blocks[place.layer]!
    const isCross = place.keys !== place.queries
    attentions.push({
      place,
      stack,
      isCross,
      norms: isCross ? block.cross! : block.attention,
      isTurned: !isCross && block.rotary,
      rotary: !isCross && block.rotary,
      score: null,
    })
  }
  return shape
}

/** What a graph is, in the contract's words. */
export function infoOfGraph(read: ReadGraph, shape: ModelShape): ModelInfo {
  const { file, model: found } = read
  const { sizes, kind, encoder } = shape
  const { config } = file
  const hooks = new Set(found.hooks.map(({ name }) => name))
  const weights = weightsIn(file)
  return {
    path: file.path,
    name: file.name,
    format: 'onnx',
    family: typeof config.model_type === 'string' ? config.model_type : 'ONNX graph',
    kind,
    ...sizes,
    parameters: weights.parameters,
    dtype: weights.types,
    fourBits: null,
    about: aboutOf(file),
    bytes: file.files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: file.files.length,
    fingerprint: file.fingerprint,
    encoder: encoder && { ...encoder.sizes, start: startTokenOf(file) },
    givenStates: shape.givenStates,
    asked: askedOf(file, found),
    reads: mediaInputOf(read),
    tiedEmbeddings: isTied(file, found),
    languageModel: shape.unembeds !== null,
    taskHead: null,
    finalNorm: shape.taps.finalNorm,
    tokenizerMissing: tokenizerMissing(file),
    hookPoints: tapsOf(shape.taps).filter(({ name }) => hooks.has(name)).length,
    unused: [],
  }
}

function askedOf({ model }: OnnxFile, { inputs }: ReadGraph['model']): ModelInfo['asked'] {
  const unknown = new Set(inputs.filter(({ role }) => role === 'unknown').map(({ name }) => name))
  return model.graph!.input.filter(({ name }) => unknown.has(name)).map(portOf)
}

/** Whether the words are scored by the table that they come from. */
function isTied({ model }: OnnxFile, { parts }: ReadGraph['model']): boolean {
  const table = parts.embeddings.at(-1)?.table
  const scores = parts.unembedding?.uncapped
  if (table === undefined || !scores) return false
  // Turned over, or made into numbers, by nodes of its own.
  const read = new Set(scores.weights.keys())
  for (const { input, output } of model.graph!.node.toReversed()) {
    if (output.some((value) => read.has(value))) for (const value of input) read.add(value)
  }
  return read.has(table)
}

function aboutOf(file: OnnxFile): ModelInfo['about'] {
  const { producer, opsets, nodes, ownOperators } = onnxInfoOf(file)
  const own = ownOperators.map(({ name, count }) => `${name} (${count})`)
  return [
    ...(producer === '' ? [] : [{ label: 'Exported by', value: producer }]),
    { label: 'Operators', value: opsets.map(({ domain, version }) => `${domain} ${version}`).join(', ') },
    { label: 'Nodes', value: String(nodes) },
    ...(own.length === 0 ? [] : [{ label: 'Own operators', value: own.join(', ') }]),
  ]
}

function vocabularyOf({ parts, unembedding }: ReadGraph['model'], which: number): number {
  return parts.embeddings[which]?.rows ?? unembedding?.vocabulary ?? 0
}

/** The length that the graph is fixed to; what the config says; the rows of a table of places. Null where nothing says it. */
function contextOf({ config }: OnnxFile, { inputs, parts }: ReadGraph['model']): number | null {
  const { length } = fixedSizes(inputs)
  const said = ['max_position_embeddings', 'n_positions', 'max_sequence_length', 'seq_length', 'n_ctx']
    .map((key) => config[key])
    .find((value) => typeof value === 'number' && Number.isInteger(value) && value > 0)
  return length ?? (said as number | undefined) ?? parts.embeddings.at(-1)?.places ?? null
}

function noTransformer(file: OnnxFile, reason: string | undefined): Fault {
  return Fault.input(`No transformer’s blocks were found in the graph${reason ? `: ${reason}` : '.'}`, {
    file: file.path,
    remedy: 'See what it holds with “tokentrace inspect FILE.onnx”.',
  })
}

function goesOn(file: OnnxFile): Fault {
  return Fault.input(
    'The graph goes on from what an earlier run made of an encoder’s states, and computes none of it',
    {
      file: file.path,
      remedy: 'Open the decoder that reads the states themselves, such as decoder_model.onnx.',
    },
  )
}

function readsOther(file: OnnxFile, input: string | null): Fault {
  const what = input === null ? 'no token ids' : `${input}, which is no text`
  return Fault.input(`The graph reads ${what}, so that no sentence can be run`, {
    file: file.path,
    ...(input === null ? {} : { place: `input ${input}` }),
    remedy: 'See what is found in it with “tokentrace inspect FILE.onnx --check”.',
  })
}
