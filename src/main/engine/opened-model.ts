import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ModelInfo } from '../../shared/model-info'
import type { ModelShape } from '../../shared/model-shape'
import { sampleName } from '../../shared/sample'
import { type Checkpoint, isOnnx, type ModelFiles, openModelFiles } from '../checkpoint'
import { type Architecture, readArchitecture, shapeOf } from '../families'
import { type ReadGraph, readGraph } from '../inference'
import type { PromptTokenizer } from '../tokenizer'
import { infoOfGraph, shapeOfGraph } from './graph-model'
import type { KeptReadings } from './kept-readings'
import { breathe } from './long-call'
import { modelInfoOf } from './model-info-of'
import { resolveModel } from './resolve-model'
import { tokenizerOf } from './tokenizer-of'

/** What a model is computed from: weights, by a family's graph, or a graph of its own. */
export type Origin = WeightsOrigin | { readonly kind: 'graph'; readonly read: ReadGraph }

export interface WeightsOrigin {
  readonly kind: 'weights'
  readonly checkpoint: Checkpoint
  readonly architecture: Architecture
}

/** A model whose headers have been read, or whose graph was run on a few tokens. */
export interface OpenedModel {
  readonly origin: Origin
  readonly files: ModelFiles
  readonly shape: ModelShape
  readonly info: ModelInfo
  /** Null where there is none. Loaded when first asked for: it may be large, and `inspect` needs none. */
  tokenizer(): Promise<PromptTokenizer | null>
}

export interface OpenModels {
  /** Opens a model, or answers the one opened before where its files are still the same. */
  open(path: string, signal?: AbortSignal): Promise<OpenedModel>
  /** What was read of the graph of an ONNX file that is remembered, by its fingerprint. */
  graph(fingerprint: string): ReadGraph | null
}

/** So many are remembered: headers and tokenizers are small beside weights, which are not held here. */
const keptAtMost = 4

/** `sampleFolder` is where the shipped model lies, which `sample` names. */
export function createOpenModels(sampleFolder: string, readings: KeptReadings | null = null): OpenModels {
  const kept = new Map<string, { stamp: string; model: OpenedModel }>()
  return {
    async open(typed, signal) {
      const isSample = typed.trim() === sampleName
      const path = isSample ? sampleName : await resolveModel(typed)
      const known = kept.get(path)
      if (known && (await stampOf(known.model.files)) === known.stamp) {
        kept.delete(path)
        kept.set(path, known)
        return known.model
      }
      const files = await openModelFiles(isSample ? sampleFolder : path, signal ? { signal } : {})
      const model = isOnnx(files) ? await openedGraph(files, readings, signal) : openedWeights(files, path)
      kept.delete(path)
      kept.set(path, { stamp: await stampOf(files), model })
      for (const oldest of kept.keys()) {
        if (kept.size <= keptAtMost) break
        kept.delete(oldest)
      }
      return model
    },
    graph(fingerprint) {
      const origins = [...kept.values()].map(({ model }) => model.origin)
      const known = origins.find((origin) => origin.kind === 'graph' && origin.read.file.fingerprint === fingerprint)
      return known?.kind === 'graph' ? known.read : null
    },
  }
}

function openedWeights(checkpoint: Checkpoint, path: string): OpenedModel {
  const architecture = readArchitecture(checkpoint)
  return {
    origin: { kind: 'weights', checkpoint, architecture },
    files: checkpoint,
    shape: shapeOf(architecture),
    info: { ...modelInfoOf(checkpoint, architecture), ...(path === sampleName ? { path } : {}) },
    tokenizer: lazyTokenizer(checkpoint),
  }
}

async function openedGraph(
  file: Parameters<typeof readGraph>[0],
  readings: KeptReadings | null,
  signal?: AbortSignal,
): Promise<OpenedModel> {
  const step = async () => {
    await breathe(signal)
  }
  const known = (await readings?.get(file.fingerprint)) ?? null
  const read = await readGraph(file, { step, known })
  if (!known) await readings?.put(file.fingerprint, read.told)
  const shape = shapeOfGraph(read)
  return {
    origin: { kind: 'graph', read },
    files: file,
    shape,
    info: infoOfGraph(read, shape),
    tokenizer: lazyTokenizer(file),
  }
}

function lazyTokenizer(files: ModelFiles): OpenedModel['tokenizer'] {
  let tokenizer: Promise<PromptTokenizer | null> | null = null
  return async () => {
    tokenizer ??= tokenizerOf(files).catch((error: unknown) => {
      // A permission may be mended without the file being another.
      tokenizer = null
      throw error
    })
    return tokenizer
  }
}

/** What a model's folder may hold beside its weights: also one that appears or goes away is a change. */
const besides = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'special_tokens_map.json',
  'generation_config.json',
  'preprocessor_config.json',
] as const

/** Changes when any of the model's files does. */
async function stampOf(model: ModelFiles): Promise<string> {
  const { path, folder, files } = model
  // Beside an ONNX file these may lie one folder up.
  const places = isOnnx(model) ? [folder, dirname(folder)] : [folder]
  const near = places.flatMap((place) => besides.map((name) => join(place, name)))
  const all = [path, ...near, ...files.map(({ name }) => join(folder, name))]
  const stamps = await Promise.all(
    all.map((file) =>
      stat(file).then(
        ({ size, mtimeMs, ino }) => `${size}:${mtimeMs}:${ino}`,
        () => 'none',
      ),
    ),
  )
  return stamps.join(' ')
}
