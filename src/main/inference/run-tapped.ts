import { type FloatTensor, floatTensor } from '../../shared/tensor'
import type { OnnxFile } from '../checkpoint'
import { tapOnnx } from '../graph'
import type { FoundModel } from '../structure'
import type { GivenInputs } from './given'
import { onnxFeeds } from './onnx-feeds'
import type { Batch } from './runner'
import { openUnchanged } from './session'

export interface TappedRun {
  /** Each hook point, F32, and the graph's own F32 outputs. */
  readonly tensors: ReadonlyMap<string, FloatTensor>
  /** Whether ONNX Runtime ran the graph as it stands. */
  readonly exact: boolean
}

/** Runs a given graph with hook points on texts of one length, and on what else is given for its inputs. */
export async function runTapped(
  file: OnnxFile,
  { inputs, hooks, beside }: Pick<FoundModel, 'inputs' | 'hooks' | 'beside'>,
  texts: Batch,
  given?: GivenInputs,
): Promise<TappedRun> {
  const emitted = tapOnnx(file, hooks, beside)
  const session = await openUnchanged(emitted)
  try {
    const results = await session.run(onnxFeeds(inputs, texts, given), [...new Set(emitted.outputs.values())])
    const floats = new Map<string, FloatTensor>()
    for (const [name, output] of emitted.outputs) {
      const tensor = results[output]!
      if (tensor.type === 'float32') floats.set(name, floatTensor(tensor.data as Float32Array, tensor.dims))
    }
    return { tensors: floats, exact: session.exact }
  } finally {
    await session.release()
  }
}
