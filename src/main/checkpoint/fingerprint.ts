import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { StoredTensor } from './checkpoint'
import { readAt } from './read-file'
import type { SafetensorsHeader } from './safetensors-file'

const sampleBytes = 256
/** Tensors whose samples are read at a time, so that the memory is bounded whatever a header holds. */
const batch = 128

/**
 * SHA-256 that stands for a model: over the bytes of its config, and of each weight file, in the order of their names, the
 * size, the header, and the first, middle and last 256 bytes of every tensor.
 *
 * Sampled, since hashing 500 MB takes seconds and opening must not: a training step or a conversion changes values all over
 * a tensor. What it misses is an edit of single values in between, by hand say. Neither path nor time counts, so that a copy
 * is the same model.
 */
export class Fingerprint {
  readonly #hash = createHash('sha256')

  constructor(config: Uint8Array) {
    this.#part(config)
  }

  async addFile(handle: FileHandle, header: SafetensorsHeader, bytes: number, path: string): Promise<void> {
    this.#part(Buffer.from(String(bytes)))
    this.#part(header.bytes)
    for (let start = 0; start < header.tensors.length; start += batch) {
      const spans = header.tensors.slice(start, start + batch).flatMap(samplesOf)
      const samples = await Promise.all(spans.map(({ offset, length }) => readAt(handle, offset, length, path)))
      for (const sample of samples) this.#hash.update(sample)
    }
  }

  digest(): string {
    return this.#hash.digest('hex')
  }

  /** With its length before it, so that bytes cannot move from one part to the next unseen. */
  #part(bytes: Uint8Array): void {
    this.#hash.update(`${bytes.length}\n`).update(bytes)
  }
}

function samplesOf({ offset, length }: StoredTensor): { offset: number; length: number }[] {
  if (length <= 3 * sampleBytes) return [{ offset, length }]
  const middle = offset + Math.floor((length - sampleBytes) / 2)
  return [offset, middle, offset + length - sampleBytes].map((at) => ({ offset: at, length: sampleBytes }))
}
