import { Fault } from '../../../shared/fault'

/** What a GGUF file says of its tokenizer, each value checked when it is asked for. Untrusted. */
export class TokenizerKeys {
  readonly #values: ReadonlyMap<string, unknown>
  readonly file: string

  /** `file` is named in faults. */
  constructor(values: ReadonlyMap<string, unknown>, file: string) {
    this.#values = values
    this.file = file
  }

  string(key: string): string | undefined {
    const value = this.#values.get(key)
    if (value === undefined || typeof value === 'string') return value
    throw this.fault('The value should be a text', key)
  }

  boolean(key: string): boolean | undefined {
    const value = this.#values.get(key)
    if (value === undefined || typeof value === 'boolean') return value
    throw this.fault('The value should be yes or no', key)
  }

  /** The id of a token. One past the vocabulary is none, as in llama.cpp: files say 4294967295 for that. */
  tokenId(key: string, vocabulary: number): number | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    if (!isInteger(value)) throw this.fault('The value should be a token’s id', key)
    return value >= 0 && value < vocabulary ? Number(value) : undefined
  }

  strings(key: string): readonly string[] | undefined {
    return this.#array(key, 'texts', (each) => typeof each === 'string') as string[] | undefined
  }

  integers(key: string): readonly number[] | undefined {
    return this.#array(key, 'whole numbers', (each) => Number.isInteger(each)) as number[] | undefined
  }

  numbers(key: string): readonly number[] | undefined {
    return this.#array(key, 'finite numbers', (each) => Number.isFinite(each)) as number[] | undefined
  }

  fault(
    message: string,
    key: string,
    remedy = 'Fetch the file again, or convert the model again with a newer llama.cpp.',
  ): Fault {
    return Fault.input(message, { file: this.file, place: `key ${key}`, remedy })
  }

  #array(key: string, what: string, isOne: (value: unknown) => boolean): readonly unknown[] | undefined {
    const value = this.#values.get(key)
    if (value === undefined || (Array.isArray(value) && value.every(isOne))) return value
    throw this.fault(`The value should be a list of ${what}`, key)
  }
}

function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value)
}
