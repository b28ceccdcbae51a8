import { Fault } from '../../../shared/fault'
import type { GgufMetadata, GgufValue } from './header'
import { shown } from './shown'

/** Keys of an architecture that change no number that is computed here. */
const withoutEffect =
  /^(vocab_size|pooling_type|rope\.scaling\.finetuned|tensor_data_layout|token_type_count|embedding_length_out)$/

/**
 * The metadata below an architecture's name (`llama.block_count` …), remembering which keys were read: one that changes what
 * is computed and that nobody asked for must not be passed over.
 */
export class Keys {
  readonly #metadata: GgufMetadata
  readonly #prefix: string
  readonly #file: string
  readonly #read = new Set<string>()

  constructor(metadata: GgufMetadata, architecture: string, file: string) {
    this.#metadata = metadata
    this.#prefix = `${architecture}.`
    this.#file = file
  }

  has(key: string): boolean {
    return this.#metadata.has(this.#prefix + key)
  }

  number(key: string): number | undefined {
    return this.#typed(key, 'number') as number | undefined
  }

  /** A number that the file must have. */
  need(key: string): number {
    const value = this.number(key)
    if (value !== undefined) return value
    throw this.fault('The file does not say', key)
  }

  boolean(key: string): boolean | undefined {
    return this.#typed(key, 'boolean') as boolean | undefined
  }

  string(key: string): string | undefined {
    return this.#typed(key, 'string') as string | undefined
  }

  /** A number that may be given for each layer, where all are the same. */
  everyLayer(key: string): number | undefined {
    const value = this.#take(key)
    if (value === undefined || typeof value === 'number') return value
    const [first, ...others] = Array.isArray(value) ? value : []
    if (typeof first !== 'number') throw this.fault('The value should be a number, or one for each layer', key)
    if (others.every((other) => other === first)) return first
    throw this.fault('Layers that differ are not computed yet, and they do in', key)
  }

  /** One value for each layer. */
  booleans(key: string): readonly boolean[] | undefined {
    const value = this.#take(key)
    if (value === undefined) return undefined
    if (Array.isArray(value) && value.every((each) => typeof each === 'boolean')) return value
    throw this.fault('The value should be a list of yes and no', key)
  }

  /** Throws unless each token looks at those before it alone, or at all where `causal` is false; files leave the first unsaid. */
  demandCausal(causal: boolean): void {
    if ((this.boolean('attention.causal') ?? true) === causal) return
    const message = causal
      ? 'Attention to tokens that follow is not computed for this architecture'
      : 'Only attention to all tokens is computed for this architecture'
    throw this.fault(message, 'attention.causal')
  }

  /** Throws for the first key that was not read. */
  refuseOthers(): void {
    for (const key of this.#metadata.keys()) {
      if (!key.startsWith(this.#prefix) || this.#read.has(key)) continue
      const rest = key.slice(this.#prefix.length)
      if (withoutEffect.test(rest)) continue
      throw Fault.input('The file sets what is not computed yet', {
        file: this.#file,
        place: `key ${shown(key)}`,
        remedy: 'It is a variant of the architecture that does not open yet.',
      })
    }
  }

  fault(message: string, key: string): Fault {
    return Fault.input(message, {
      file: this.#file,
      place: `key ${this.#prefix}${key}`,
      remedy: 'Fetch the file again, or convert the model again with a newer llama.cpp.',
    })
  }

  #typed(key: string, type: 'number' | 'boolean' | 'string'): GgufValue | undefined {
    const value = this.#take(key)
    if (value === undefined || (typeof value === type && !Number.isNaN(value))) return value
    throw this.fault(`The value should be a ${type}`, key)
  }

  #take(key: string): GgufValue | undefined {
    this.#read.add(this.#prefix + key)
    return this.#metadata.get(this.#prefix + key)
  }
}
