import type { Tensor } from 'onnxruntime-node'
import type { ModelShape, StackShape } from '../../shared/model-shape'
import { type NormPlaces, normNames, partNames, stackNames } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { type EmittedGraph, tapOnnx } from '../graph'
import { absentHook, absentPart } from './absent'
import { FileVocabulary } from './file-vocabulary'
import { FileWrites, type FoundNorms } from './file-writes'
import type { NormVectors, StackVectors } from './head-writes'
import { onnxFeeds } from './onnx-feeds'
import type { ReadGraph } from './read-graph'
import type { Batch, Runner } from './runner'
import { type Feeds, openUnchanged, type Session } from './session'

/** An ONNX file on the CPU, as it stands, with hook points as further outputs. */
export class FileRunner implements Runner {
  readonly device = 'cpu'
  readonly vocabulary: FileVocabulary
  readonly encoderVocabulary: FileVocabulary | null
  readonly writes: FileWrites
  readonly #read: ReadGraph
  #open: { readonly graph: EmittedGraph; readonly session: Session } | null = null

  constructor(read: ReadGraph, shape: ModelShape) {
    this.#read = read
    const { file, model: found } = read
    const nodes = { file, beside: found.beside }
    const { embeddings, norms, unembedding, writes } = found.parts
    const vocabularyOf = ({ sizes, taps }: StackShape, which: number, last: boolean) =>
      new FileVocabulary(nodes, found.inputs, {
        embedding: embeddings[which] ?? null,
        finalNorm: norms.get(stackNames(taps.at).finalNorm) ?? null,
        unembedding: last ? unembedding : null,
        dModel: sizes.dModel,
        positions: taps.positions,
      })
    this.vocabulary = vocabularyOf(shape, embeddings.length - 1, true)
    this.encoderVocabulary = shape.encoder && vocabularyOf(shape.encoder, 0, false)
    const attentions = shape.attentions.map(({ place, stack }) => {
      const { heads, dHead } = stack.sizes
      return { at: place.at, heads, dHead, writes: writes.get(place.at) ?? null }
    })
    this.writes = new FileWrites(nodes, attentions, unembedding, normsOf(read.norms, shape))
  }

  /** Circuits are read of weights by a family's names. */
  get circuits(): never {
    throw absentPart(this.#read.file, 'What the weights of its heads say by themselves')
  }

  async open(taps: readonly string[]): Promise<void> {
    await this.#sessionFor(taps)
  }

  async run(batch: Batch, taps: readonly string[]): Promise<Map<string, FloatTensor>> {
    const { graph, session } = await this.#sessionFor(taps)
    const outputs = taps.map((tap) => graph.outputs.get(tap)!)
    const results = await session.run(this.#feeds(batch), [...new Set(outputs)])
    const texts = batch.tokenIds.length
    return new Map(taps.map((tap, index) => [tap, firstOf(results[outputs[index]!]!, texts)]))
  }

  /** Nothing: packed weights would give sums in another order, and the file is run as it stands. */
  async warm(): Promise<boolean> {
    return false
  }

  async release(): Promise<void> {
    await this.#open?.session.release()
    this.#open = null
    await this.vocabulary.release()
    await this.encoderVocabulary?.release()
    await this.writes.release()
  }

  #feeds(batch: Batch): Feeds {
    const { inputs } = this.#read.model
    const states = inputs.find(({ role }) => role === 'data')
    const { encoderStates, given } = batch
    if (!states || !encoderStates) return onnxFeeds(inputs, batch, given)
    const read = { numbers: encoderStates.data, shape: encoderStates.shape }
    return onnxFeeds(inputs, batch, new Map([...(given ?? []), [states.name, read]]))
  }

  async #sessionFor(taps: readonly string[]) {
    const open = this.#open
    if (open && taps.every((tap) => open.graph.outputs.has(tap))) return open
    const { file, model: found } = this.#read
    const hooks = taps.map((tap) => {
      const hook = found.hooks.find(({ name }) => name === tap)
      if (!hook) throw absentHook(file, found, tap)
      return hook
    })
    await this.#open?.session.release()
    this.#open = null
    const graph = tapOnnx(file, hooks, found.beside)
    this.#open = { graph, session: await openUnchanged(graph) }
    return this.#open
  }
}

/** A graph may be fixed to more texts than were given. */
function firstOf({ data, dims }: Tensor, texts: number): FloatTensor {
  const [all = 1, ...rest] = dims
  const floats = data as Float32Array
  return all <= texts
    ? floatTensor(floats, dims)
    : floatTensor(floats.slice(0, (floats.length / all) * texts), [texts, ...rest])
}

/** The norms where `ModelVectors` has them. */
function normsOf(norms: ReadonlyMap<string, NormVectors>, shape: ModelShape): FoundNorms {
  const at = (name: string, there: boolean) => (there ? (norms.get(name) ?? null) : null)
  const ofStack = ({ taps }: StackShape): StackVectors => {
    const names = stackNames(taps.at)
    return {
      mlps: taps.blocks.map((block, layer) => ({
        afterSum: at(`${names.block(layer)}.${partNames(block).mlp}`, block.mlp.afterSum),
      })),
      finalNorm: at(names.finalNorm, taps.finalNorm),
    }
  }
  return {
    attentions: shape.attentions.map(({ place, stack, isCross, norms: places }) => {
      const ln = partNames(stack.taps.blocks[place.layer]!)[isCross ? 'cross' : 'attention']
      const block = stackNames(stack.taps.at).block(place.layer)
      const names = normNames(ln, places.before)
      const vectors = (which: keyof NormPlaces) => at(`${block}.${names[which]}`, places[which])
      return { after: vectors('after'), afterSum: vectors('afterSum') }
    }),
    last: ofStack(shape),
    encoder: shape.encoder && ofStack(shape.encoder),
  }
}
