/** Dtypes of the safetensors format that a weight can have here. Others are refused where a weight has them. */
export type WeightDtype = 'F32' | 'F16' | 'BF16'

/** One tensor as it lies in a file of the person's. Its bytes are never read into JavaScript as a whole. */
export interface StoredTensor {
  readonly name: string
  /** As the format names it: a `WeightDtype` for weights, anything the format knows (`I64`, `BOOL` …) for buffers. */
  readonly dtype: string
  readonly shape: readonly number[]
  /** Name of the file within `Checkpoint.path`. */
  readonly file: string
  /** From the file's start, in bytes; any value, aligned or not. */
  readonly offset: number
  readonly length: number
}

export interface CheckpointFile {
  /** Name within `Checkpoint.path`. */
  readonly name: string
  readonly bytes: number
}

/** What lies on the disk, read from headers alone: the value that leaves this room. */
export interface Checkpoint {
  /** The folder, absolute. */
  readonly path: string
  /** How a person would call it: the folder's name, or the repository's where the folder is a hub cache's snapshot. */
  readonly name: string
  readonly format: 'safetensors'
  /** `config.json` as it is. Untrusted: a family checks what it reads of it. */
  readonly config: Readonly<Record<string, unknown>>
  readonly tensors: ReadonlyMap<string, StoredTensor>
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
  /** SHA-256 in hex that stands for config and weights. */
  readonly fingerprint: string
}
