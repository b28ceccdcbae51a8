import type { ModelProto } from '../../onnx-format'
import type { CheckpointFile } from '../checkpoint'

/** A model that comes as an ONNX graph: what lies on the disk, without its weights. */
export interface OnnxFile {
  /** Absolute. */
  readonly path: string
  /** Where its files lie, absolute. */
  readonly folder: string
  /** How a person would call it. */
  readonly name: string
  /**
   * The graph in ONNX's own encoding, with every large tensor named as external data where it lies, so that ONNX Runtime maps
   * it from the person's own file. Texts for people are left out.
   */
  readonly skeleton: Uint8Array
  /** The same, decoded. */
  readonly model: ModelProto
  /** The file itself and those of its external data. */
  readonly files: readonly CheckpointFile[]
  /** How many tensors are mapped from files, and their bytes. */
  readonly mapped: { readonly tensors: number; readonly bytes: number }
  /** Absolute path of a `tokenizer.json` beside the file or in the folder above; null when there is none. */
  readonly tokenizerFile: string | null
  /** SHA-256 in hex that stands for graph and weights. */
  readonly fingerprint: string
}
