import { Tensor } from 'onnxruntime-node'
import type { DeviceName } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import type { Checkpoint } from '../checkpoint'
import { type Architecture, alibiBiases, rotaryTables, type Stack } from '../families'
import { chooseFourBits, type EmittedGraph, emitModel, inputNames, type WordStack } from '../graph'
import { type PrepareOptions, type WeightCache, type WeightFiles, weightFiles } from '../weights'
import { Circuits } from './circuits'
import type { GivenInputs } from './given'
import { HeadWrites, type WriteProducts } from './head-writes'
import { type Feeds, openSession, type Session } from './session'
import { asFloats, floats } from './tensors'
import { type VocabularyProducts, VocabularyRunner } from './vocabulary-runner'

/** Prompts of one length, each a row. */
export interface Batch {
  readonly tokenIds: readonly (readonly number[])[]
  /** For models with token types; all 0 when left out. */
  readonly tokenTypeIds?: readonly (readonly number[])[]
  /** What the decoder has said so far, in an encoder–decoder, whose `tokenIds` are the encoder's. */
  readonly decoderTokenIds?: readonly (readonly number[])[]
  /** F32 [batch, source, d_model], for models whose decoder reads given states; `tokenIds` are then the decoder's. */
  readonly encoderStates?: FloatTensor
  /** Numbers for further inputs of a graph, by their names. */
  readonly given?: GivenInputs
}

/**
 * One model on one device. Another implementation may run it elsewhere: nothing above this room assumes that weights are
 * local. Calls must not overlap.
 */
export interface Runner {
  readonly device: DeviceName
  /** Makes ready to run for these hook points; `run` does it itself where it was not done. */
  open(taps: readonly string[]): Promise<void>
  /** The hook points named, F32, [batch, …] as src/shared/taps.ts says. */
  run(batch: Batch, taps: readonly string[]): Promise<Map<string, FloatTensor>>
  readonly vocabulary: VocabularyProducts
  /** The same of an encoder–decoder's encoder, which scores no words; null for other models. */
  readonly encoderVocabulary: VocabularyProducts | null
  /** What each attention head writes. */
  readonly writes: WriteProducts
  /** What the weights of its heads say by themselves. */
  readonly circuits: Circuits
  /** Prepares the session that ran last for many more runs; takes seconds on a large model. Answers whether it did anything. */
  warm(): Promise<boolean>
  release(): Promise<void>
}

export interface RunnerOptions extends PrepareOptions {
  /** Where quantised weights are made ready. */
  readonly cache?: WeightCache
}

/** Sessions are opened when they are first needed; quantised weights are prepared now. */
export async function openRunner(
  checkpoint: Checkpoint,
  architecture: Architecture,
  device: DeviceName,
  { cache, ...options }: RunnerOptions = {},
): Promise<Runner> {
  const inFourBits = device === 'cpu' ? chooseFourBits(checkpoint, architecture).inFourBits : []
  const fourBits = new Set(inFourBits.map(({ name }) => name))
  return runnerOf(architecture, device, await weightFiles(checkpoint, { ...options, cache, fourBits }))
}

/** The same on weights that are where they are to be. */
export function runnerOf(architecture: Architecture, device: DeviceName, files: WeightFiles): Runner {
  return new LocalRunner(architecture, device, files)
}

interface OpenModel {
  readonly graph: EmittedGraph
  readonly session: Session
  readonly packed: boolean
}

/** What every WebGPU device can bind at once (maxStorageBufferBindingSize's lowest value). */
const largestBinding = 128 * 1024 * 1024

/** W_E as F32. */
function tableBytes({ sizes }: Stack): number {
  return sizes.vocabulary * sizes.dModel * 4
}

class LocalRunner implements Runner {
  readonly device: DeviceName
  readonly vocabulary: VocabularyRunner
  readonly encoderVocabulary: VocabularyRunner | null
  readonly writes: HeadWrites
  readonly circuits: Circuits
  readonly #architecture: Architecture
  readonly #files: WeightFiles
  #open: OpenModel | null = null

  constructor(architecture: Architecture, device: DeviceName, files: WeightFiles) {
    this.device = device
    this.#architecture = architecture
    this.#files = files
    const { encoder, unembed } = architecture
    const vocabularyOf = (words: WordStack) => {
      const large = device === 'webgpu' && tableBytes(words) > largestBinding
      return new VocabularyRunner(words, files, large ? 'cpu' : device)
    }
    this.vocabulary = vocabularyOf({ ...architecture, unembed })
    this.encoderVocabulary = encoder && vocabularyOf({ ...encoder, unembed: null })
    this.writes = new HeadWrites(architecture, files, device)
    this.circuits = new Circuits(architecture, files, device)
  }

  async open(taps: readonly string[]): Promise<void> {
    await this.#sessionFor(taps)
  }

  async run(batch: Batch, taps: readonly string[]): Promise<Map<string, FloatTensor>> {
    const { graph, session } = await this.#sessionFor(taps)
    const outputs = new Map(taps.map((tap) => [tap, graph.outputs.get(tap)!]))
    const results = await session.run(this.#feeds(batch, graph), [...new Set(outputs.values())])
    return new Map([...outputs].map(([tap, output]) => [tap, asFloats(results[output]!)]))
  }

  async warm(): Promise<boolean> {
    const open = this.#open
    // A GPU lays its weights out for itself, and weights that are cast in each run are nothing to pack.
    if (open === null || open.packed || this.device !== 'cpu' || open.graph.casts) return false
    const graph = emitModel(this.#architecture, [...open.graph.outputs.keys()], this.#files)
    const session = await openSession(graph, { device: this.device, prepack: true })
    await open.session.release()
    this.#open = { graph, session, packed: true }
    return true
  }

  async release(): Promise<void> {
    await this.#open?.session.release()
    this.#open = null
    await this.vocabulary.release()
    await this.encoderVocabulary?.release()
    await this.writes.release()
    await this.circuits.release()
  }

  async #sessionFor(taps: readonly string[]): Promise<OpenModel> {
    // A session with more hook points answers as well, and opening another takes longer than the few more outputs.
    const open = this.#open
    if (open && taps.every((tap) => open.graph.outputs.has(tap))) return open
    await this.#open?.session.release()
    this.#open = null
    // Without packing the first answer is there many times sooner; `warm` makes up for it. Four bits are packed in no time.
    const graph = emitModel(this.#architecture, taps, this.#files, 'four bits')
    const session = await openSession(graph, { device: this.device, prepack: graph.fourBits })
    this.#open = { graph, session, packed: false }
    return this.#open
  }

  #feeds({ tokenIds, tokenTypeIds, decoderTokenIds, encoderStates }: Batch, graph: EmittedGraph): Feeds {
    const length = tokenIds[0]?.length ?? 0
    const types = tokenTypeIds ?? tokenIds.map((row) => row.map(() => 0))
    const makers: Record<string, () => Tensor> = {
      [inputNames.tokenIds]: () => idTensor(tokenIds),
      [inputNames.tokenTypeIds]: () => idTensor(types),
      [inputNames.decoderTokenIds]: () => idTensor(decoderTokenIds ?? tokenIds),
      [inputNames.encoderStates]: () => floats(encoderStates!),
    }
    const { rotaries, alibi } = this.#architecture
    for (const [index, rotary] of rotaries.entries()) {
      const names = inputNames.rotary(index)
      if (!graph.inputs.includes(names.cos)) continue
      const { cos, sin } = rotaryTables(rotary, length)
      const shape = [length, rotary.dimensions / 2]
      makers[names.cos] = () => new Tensor('float32', cos, shape)
      makers[names.sin] = () => new Tensor('float32', sin, shape)
    }
    if (alibi) makers[inputNames.alibi] = () => new Tensor('float32', alibiBiases(alibi, length), [alibi.heads, length])
    return Object.fromEntries(graph.inputs.map((name) => [name, makers[name]!()]))
  }
}

function idTensor(rows: readonly (readonly number[])[]): Tensor {
  const length = rows[0]?.length ?? 0
  return new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, length])
}
