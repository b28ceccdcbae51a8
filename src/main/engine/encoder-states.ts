import { createHash } from 'node:crypto'
import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { readOneTensor } from '../checkpoint'
import type { OpenedModel } from './opened-model'
import { resolvePath } from './resolve-path'

/**
 * The states that the model's decoder reads, from the prompt's file: [1, source, d_model]. Null for models that compute what
 * they read. Throws an `input` fault where they are missing, of another shape, or not wanted.
 */
export async function readEncoderStates({ info }: OpenedModel, { states }: Prompt): Promise<FloatTensor | null> {
  if (!info.givenStates) {
    if (states === undefined) return null
    throw Fault.input(`${info.name} computes what its blocks read, and is given no encoder states`, {
      file: states,
      remedy: 'Leave the file out.',
    })
  }
  if (states === undefined) {
    throw Fault.input(`The decoder of ${info.name} reads states that an encoder made of no text, and none were given`, {
      place: 'encoder states',
      remedy:
        'Name a safetensors file that holds them: one tensor [source, d_model], in F32; on the command line --encoder-states FILE.',
    })
  }
  const file = resolvePath(states)
  const tensor = await readOneTensor(file)
  const shape = tensor.shape.length === 2 ? [1, ...tensor.shape] : tensor.shape
  if (shape.length !== 3 || shape[0] !== 1 || shape[1] === 0 || shape[2] !== info.dModel) {
    throw Fault.input(
      `The encoder states have the shape [${tensor.shape.join(', ')}], where [source, ${info.dModel}] is read`,
      {
        file,
        remedy: `Give the last hidden states of ${info.name}’s own encoder.`,
      },
    )
  }
  return floatTensor(tensor.data, shape)
}

/** What stands for states in a run's key. */
export function hashOfStates({ data, shape }: FloatTensor): string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return createHash('sha256')
    .update(`${shape.join(',')};`)
    .update(bytes)
    .digest('hex')
}
