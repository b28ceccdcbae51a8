import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelInfo } from '../../shared/model-info'
import { sampleName } from '../../shared/sample'
import { type Checkpoint, openCheckpoint } from '../checkpoint'
import { type Architecture, readArchitecture } from '../families'
import type { PromptTokenizer } from '../tokenizer'
import { modelInfoOf } from './model-info-of'
import { resolveModel } from './resolve-model'
import { tokenizerOf } from './tokenizer-of'

/** A model whose headers have been read. No weight has. */
export interface OpenedModel {
  readonly checkpoint: Checkpoint
  readonly architecture: Architecture
  readonly info: ModelInfo
  /** Null where there is none. Loaded when first asked for: it may be large, and `inspect` needs none. */
  tokenizer(): Promise<PromptTokenizer | null>
}

export interface OpenModels {
  /** Opens a model, or answers the one opened before where its files are still the same. */
  open(path: string, signal?: AbortSignal): Promise<OpenedModel>
}

/** So many are remembered: headers and tokenizers are small beside weights, which are not held here. */
const keptAtMost = 4

/** `sampleFolder` is where the shipped model lies, which `sample` names. */
export function createOpenModels(sampleFolder: string): OpenModels {
  const kept = new Map<string, { stamp: string; model: OpenedModel }>()
  return {
    async open(typed, signal) {
      const isSample = typed.trim() === sampleName
      const path = isSample ? sampleName : await resolveModel(typed)
      const known = kept.get(path)
      if (known && (await stampOf(known.model.checkpoint)) === known.stamp) {
        kept.delete(path)
        kept.set(path, known)
        return known.model
      }
      const checkpoint = await openCheckpoint(isSample ? sampleFolder : path, signal ? { signal } : {})
      const model = openedModel(checkpoint, path)
      kept.delete(path)
      kept.set(path, { stamp: await stampOf(checkpoint), model })
      for (const oldest of kept.keys()) {
        if (kept.size <= keptAtMost) break
        kept.delete(oldest)
      }
      return model
    },
  }
}

function openedModel(checkpoint: Checkpoint, path: string): OpenedModel {
  const architecture = readArchitecture(checkpoint)
  let tokenizer: Promise<PromptTokenizer | null> | null = null
  return {
    checkpoint,
    architecture,
    info: { ...modelInfoOf(checkpoint, architecture), ...(path === sampleName ? { path } : {}) },
    async tokenizer() {
      tokenizer ??= tokenizerOf(checkpoint).catch((error: unknown) => {
        // A permission may be mended without the file being another.
        tokenizer = null
        throw error
      })
      return tokenizer
    },
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
] as const

/** Changes when any of the model's files does. */
async function stampOf(checkpoint: Checkpoint): Promise<string> {
  const { path, folder, files } = checkpoint
  const all = [path, ...[...besides, ...files.map(({ name }) => name)].map((name) => join(folder, name))]
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
