import type { StoredTensor, TensorLies } from '../checkpoint'
import type { Keys } from './keys'

/**
 * What llama.cpp calls an architecture, in transformers' words: one small file each, from its converter
 * (https://github.com/ggml-org/llama.cpp/tree/master/conversion), so that the family that reads a Hugging Face folder reads
 * the GGUF file as well.
 */
export interface GgufArchitecture {
  /** `general.architecture`. */
  readonly name: string
  /** `config.json` as transformers would have it. */
  config(model: GgufModel): Readonly<Record<string, unknown>>
  /** Where each tensor goes. */
  readonly names: readonly NameRule[] | ((model: GgufModel) => readonly NameRule[])
}

/**
 * A tensor's name in the file and in transformers' checkpoints, both without `.weight` and `.bias`; `#` stands for the layer in
 * both. With `each` the file has one tensor where transformers has one for every row of its first axis, numbered by `@`.
 */
export interface NameRule {
  readonly from: string
  readonly to: string
  readonly lies?: TensorLies
  readonly each?: true
}

/** What a config is read from. */
export interface GgufModel {
  readonly keys: Keys
  /** Whether the file holds a tensor of this name, by its name in the file. */
  has(name: string): boolean
  /** By its name in the file; a fault where it is missing. */
  tensor(name: string): StoredTensor
  /** The numbers of a small F32 tensor; null where the file has none of this name. */
  vector(name: string): readonly number[] | null
}

export const rule = (from: string, to: string, lies?: TensorLies): NameRule => ({ from, to, ...(lies && { lies }) })
