import type { ModelProto } from '../../onnx-format'
import type { ModelFiles } from '../checkpoint'

/** A model that comes as an ONNX graph: what lies on the disk, without its weights. */
export interface OnnxFile extends ModelFiles {
  /**
   * The graph in ONNX's own encoding, with every large tensor named as external data where it lies, so that ONNX Runtime maps
   * it from the person's own file. Texts for people are left out.
   */
  readonly skeleton: Uint8Array
  /** Where that names them from, absolute: `folder`, unless its files are links into another. */
  readonly dataFolder: string
  /** The same, decoded. */
  readonly model: ModelProto
  /** `preprocessor_config.json` as it is: how images and sounds are prepared; null where there is none. Untrusted. */
  readonly preprocessor: Readonly<Record<string, unknown>> | null
  /** Where it was read, absolute, or would be; for messages. */
  readonly preprocessorFile: string
  /** How many tensors are mapped from files, and their bytes. */
  readonly mapped: { readonly tensors: number; readonly bytes: number }
}

/** Whether a model comes as a graph. */
export function isOnnx(files: ModelFiles): files is OnnxFile {
  return 'skeleton' in files
}
