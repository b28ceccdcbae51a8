import { isQuantised } from './gguf/ggml-types'
import type { GgufMetadata } from './gguf/header'

/** Dtypes that ONNX Runtime computes with as they lie. */
export type WeightDtype = 'F32' | 'F16' | 'BF16'

/** One tensor as it lies in a file of the person's. Its bytes are never read into JavaScript as a whole. */
export interface StoredTensor {
  readonly name: string
  /**
   * As the format names it: a `WeightDtype` or one of ggml's quantised types (`Q4_K` …) for weights, anything the format knows
   * (`I64`, `BOOL` …) for buffers.
   */
  readonly dtype: string
  readonly shape: readonly number[]
  /** Name of the file within `Checkpoint.folder`. */
  readonly file: string
  /** From the file's start, in bytes; any value, aligned or not. */
  readonly offset: number
  readonly length: number
  /** Where it lies otherwise than in the family's own checkpoints. */
  readonly lies?: TensorLies
}

/** What llama.cpp's converter does to some tensors; each is minded where the weight is used, and none is copied for it. */
export interface TensorLies {
  /** A linear map [out, in] of a family that has [in, out]. */
  readonly transposed?: true
  /** q, k and v one after the other in one tensor, of a family that has them in groups. */
  readonly parts?: true
  /** In each head of queries or keys, the two dimensions that turn together stand side by side. */
  readonly pairs?: true
  /** A norm's weight with the 1 added that the family adds. */
  readonly plusOne?: true
}

/** The rows (axis 0) or columns (axis 1) of a matrix that are one of several that it holds. */
export interface TensorCut {
  readonly axis: 0 | 1
  readonly count: number
  /** Where the `index`th of them stands in the tensor; grows with it. */
  at(index: number): number
}

export interface CheckpointFile {
  /** Name within `Checkpoint.folder`. */
  readonly name: string
  readonly bytes: number
}

export interface AboutRow {
  readonly label: string
  readonly value: string
}

/** A model's files, whatever its weights lie in. */
export interface ModelFiles {
  /** What opens it again, absolute: the folder, or the one file that holds everything. */
  readonly path: string
  /** Where its files lie, absolute. */
  readonly folder: string
  /** How a person would call it: the folder's name, the repository's where the folder is a hub cache's snapshot, or the file's. */
  readonly name: string
  /** `config.json` as it is, or what it would be; empty where an ONNX file has none. Untrusted: a family checks what it reads of it. */
  readonly config: Readonly<Record<string, unknown>>
  /** Where that was read, absolute; for messages. */
  readonly configFile: string
  /** What a GGUF file says of itself, its tokenizer among it; null in other formats. */
  readonly metadata: GgufMetadata | null
  /** The weight files. */
  readonly files: readonly CheckpointFile[]
  /** Absolute path of `tokenizer.json`; null when there is none. */
  readonly tokenizerFile: string | null
  /** Absolute path of `tokenizer_config.json`; null when there is none. */
  readonly tokenizerConfigFile: string | null
  /** Absolute path of `chat_template.jinja`; null when there is none. */
  readonly chatTemplateFile: string | null
  /** Absolute path of `special_tokens_map.json`; null when there is none. */
  readonly specialTokensFile: string | null
  /** Absolute path of `generation_config.json`; null when there is none. */
  readonly generationConfigFile: string | null
  /** SHA-256 in hex that stands for weights, and for the config or graph that says what is computed with them. */
  readonly fingerprint: string
}

/** What lies on the disk, read from headers (and tables of a few numbers) alone: the value that leaves this room. */
export interface Checkpoint extends ModelFiles {
  readonly format: 'safetensors' | 'gguf'
  /** What it says of itself that nothing is computed from, for people. */
  readonly about: readonly AboutRow[]
  readonly tensors: ReadonlyMap<string, StoredTensor>
}

/** Whether a weight can have this dtype. */
export function isWeightDtype(dtype: string): boolean {
  return /^(F32|F16|BF16)$/.test(dtype) || isQuantised(dtype)
}
