import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import type { TensorError, WeightErrors } from '../../shared/weight-errors'
import { isWeightDtype, type StoredTensor } from '../checkpoint'
import { mostReordered, needsOrdering, ownShape, type SidedTensor, tensorError } from '../weights'
import { demandWeights } from './demand-weights'
import type { OpenedModel, WeightsOrigin } from './opened-model'
import type { RunOptions } from './run-options'
import { sameNames } from './same-names'

const remedy = 'Compare weights of two models in safetensors or GGUF; paths, patterns and words compare all the same.'

/** Answers of pairs of opened models; a file that changed is another one. A figure then need not read all weights again. */
const known = new WeakMap<OpenedModel, WeakMap<OpenedModel, WeightErrors>>()

/**
 * Every tensor that two models have under one name of transformers', against the second's, which is the reference. Numbers are
 * read from where they lie, a few megabytes at a time. Throws an `input` fault where they have none in common.
 */
export async function compareWeights(
  model: OpenedModel,
  other: OpenedModel,
  options: RunOptions,
): Promise<WeightErrors> {
  const answer = known.get(model)?.get(other) ?? (await readAndCompare(model, other, options))
  known.set(model, (known.get(model) ?? new WeakMap()).set(other, answer))
  return answer
}

async function readAndCompare(
  model: OpenedModel,
  other: OpenedModel,
  { onProgress, signal }: RunOptions,
): Promise<WeightErrors> {
  const [ours, theirs] = [demandWeights(model, remedy), demandWeights(other, remedy)]
  const { pairs, alone } = sameNames(ours, theirs)
  if (pairs.length === 0) {
    throw Fault.input(`${model.info.name} and ${other.info.name} have no weight of one name`, {
      file: other.info.path,
      remedy: 'Choose another version of the open model: another quantisation, or one trained on from it.',
    })
  }
  const why = pairs.map(({ own, reference }) => reasonAgainst(own, reference))
  const total = pairs.reduce((sum, { own, reference }, at) => sum + (why[at] ? 0 : own.length + reference.length), 0)
  let done = 0
  const onBytes = (bytes: number) => {
    done += bytes
    onProgress?.({ stage: 'comparing', done, total })
  }
  const tensors: TensorError[] = []
  for (const [at, { name, own, reference }] of pairs.entries()) {
    tensors.push({
      name,
      shape: [...ownShape(own)],
      stored: [storedAs(own), storedAs(reference)],
      error: why[at]
        ? { absent: why[at] }
        : sound(await tensorError(sided(ours, own), sided(theirs, reference), { onBytes, signal })),
    })
  }
  return { models: [fileOf(model), fileOf(other)], tensors, alone }
}

/** Why two tensors of one name cannot be compared; null where they can. */
function reasonAgainst(own: StoredTensor, reference: StoredTensor): string | null {
  const odd = [own, reference].find(({ dtype }) => !isWeightDtype(dtype))
  if (odd) return `${odd.dtype} is not read as a weight.`
  const [a, b] = [ownShape(own), ownShape(reference)]
  if (a.join() !== b.join()) return `The one is [${a.join(', ')}] and the other [${b.join(', ')}].`
  const values = elementCount(a)
  return needsOrdering(own, reference) && values > mostReordered
    ? 'They lie in different orders, and are too large to be sorted in memory.'
    : null
}

/** JSON has no infinity: what cannot be a number says why. */
function sound(error: Awaited<ReturnType<typeof tensorError>>): TensorError['error'] {
  if (Object.values(error).every(Number.isFinite)) return error
  return { absent: error.relative === Number.POSITIVE_INFINITY ? 'The reference is 0.' : 'Some values are not finite.' }
}

function sided({ checkpoint, architecture }: WeightsOrigin, tensor: StoredTensor): SidedTensor {
  return { folder: checkpoint.folder, tensor, sizes: architecture.sizes }
}

function storedAs({ dtype, length }: StoredTensor) {
  return { dtype, bytes: length }
}

function fileOf({ info: { name, fingerprint, dtype, bytes } }: OpenedModel): WeightErrors['models'][number] {
  return { name, fingerprint, dtype, bytes }
}
