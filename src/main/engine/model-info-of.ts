import type { ModelInfo } from '../../shared/model-info'
import { tapsOf } from '../../shared/taps'
import { type Checkpoint, isWeightDtype, type ModelFiles } from '../checkpoint'
import { type Architecture, countParameters, type TaskHead, tapModelOf } from '../families'
import { chooseFourBits } from '../graph'
import { type CachedWeight, mostBytes } from '../weights'
import { tokenizerMissing } from './tokenizer-of'

/** What a model is, in the contract's words. */
export function modelInfoOf(checkpoint: Checkpoint, architecture: Architecture): ModelInfo {
  const { sizes, unembed, taskHead, encoder, givenStates } = architecture
  return {
    path: checkpoint.path,
    name: checkpoint.name,
    format: checkpoint.format,
    family: architecture.family,
    kind: architecture.kind,
    ...sizes,
    parameters: countParameters(checkpoint),
    dtype: dtypesOf(checkpoint, architecture),
    about: [...checkpoint.about],
    bytes: checkpoint.files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: checkpoint.files.length,
    fourBits: fourBitsOf(checkpoint, architecture),
    fingerprint: checkpoint.fingerprint,
    encoder: encoder && { ...encoderSizes(encoder.sizes), start: startTokenOf(checkpoint) },
    givenStates,
    asked: [],
    reads: null,
    tiedEmbeddings: unembed?.tied ?? false,
    languageModel: unembed !== null,
    taskHead: taskHead && taskHeadOf(taskHead),
    finalNorm: architecture.finalNorm !== null,
    tokenizerMissing: tokenizerMissing(checkpoint),
    hookPoints: tapsOf(tapModelOf(architecture)).length,
    unused: [...architecture.unused],
  }
}

function fourBitsOf(checkpoint: Checkpoint, architecture: Architecture): ModelInfo['fourBits'] {
  const { inFourBits, plain } = chooseFourBits(checkpoint, architecture)
  if (inFourBits.length === 0) return null
  const bytesAs = (form: CachedWeight['form']) =>
    inFourBits.reduce((sum, tensor) => sum + mostBytes({ tensor, form }), 0)
  return {
    matrices: inFourBits.length,
    bytes: bytesAs('four bits'),
    bytesAsF32: bytesAs('plain'),
    plain: [...plain].map(([why, count]) => ({ count, why })),
  }
}

function taskHeadOf({ at, classes, reads, squash }: TaskHead) {
  return { at, classes: [...classes], each: reads === 'each', squash }
}

/** The token with which an encoder–decoder's decoder begins; null where the config does not say. */
export function startTokenOf({ config }: ModelFiles): number | null {
  const id = config.decoder_start_token_id ?? config.bos_token_id
  return typeof id === 'number' && Number.isInteger(id) ? id : null
}

function encoderSizes({ layers, heads, dHead, dMlp, vocabulary, context }: Architecture['sizes']) {
  return { layers, heads, dHead, dMlp, vocabulary, context }
}

/** Dtypes of the weights that are computed with, the one of most bytes first. */
function dtypesOf(checkpoint: Checkpoint, architecture: Architecture): string {
  const dtypes = new Set<string>([architecture.embed.table.dtype])
  const bytes = new Map<string, number>()
  for (const { dtype, length } of checkpoint.tensors.values()) bytes.set(dtype, (bytes.get(dtype) ?? 0) + length)
  for (const dtype of bytes.keys()) if (isWeightDtype(dtype)) dtypes.add(dtype)
  return [...dtypes].sort((a, b) => (bytes.get(b) ?? 0) - (bytes.get(a) ?? 0)).join(' + ')
}
