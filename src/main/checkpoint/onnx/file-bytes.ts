import { readSync } from 'node:fs'
import { Fault } from '../../../shared/fault'
import { fileFault } from '../file-fault'

/** Small, since behind each weight that is left out the next window is read. */
const windowBytes = 64 * 1024

/** Bytes from `position` on, at most so many; fewer where there are no more at once, none at the end. */
type Read = (length: number, position: number) => Uint8Array

/**
 * A file's bytes, a window of it in memory at a time. Reads hold the thread: a walk looks at many small places one after the
 * other, all but a few of them in the window, and to wait for each would cost more than the reading.
 */
export class FileBytes {
  readonly #read: Read
  readonly #path: string
  readonly size: number
  #window: Buffer = Buffer.alloc(0)
  #start = 0

  constructor(read: Read, size: number, path: string) {
    this.#read = read
    this.size = size
    this.#path = path
  }

  byte(at: number): number {
    if (at < this.#start || at >= this.#start + this.#window.length) this.#load(at, 1)
    return this.#window[at - this.#start]!
  }

  /** A copy, which must lie within the file. */
  copy(start: number, end: number): Buffer {
    if (end - start > windowBytes) return this.#whole(start, end - start)
    if (start < this.#start || end > this.#start + this.#window.length) this.#load(start, end - start)
    return Buffer.from(this.#window.subarray(start - this.#start, end - this.#start))
  }

  #load(at: number, least: number): void {
    this.#window = this.#whole(at, Math.min(this.size - at, Math.max(least, windowBytes)))
    this.#start = at
  }

  #whole(at: number, length: number): Buffer {
    const parts: Uint8Array[] = []
    for (let filled = 0; filled < length; ) {
      const part = this.#read(length - filled, at + filled)
      if (part.length === 0) {
        const remedy = 'Open the model again.'
        throw Fault.input('The file became shorter while it was read', { file: this.#path, remedy })
      }
      parts.push(part)
      filled += part.length
    }
    return Buffer.concat(parts)
  }
}

/** The bytes of an open file. `path` is for messages. */
export function bytesOfFile(fd: number, size: number, path: string): FileBytes {
  const read: Read = (length, position) => {
    const buffer = Buffer.alloc(length)
    try {
      return buffer.subarray(0, readSync(fd, buffer, 0, length, position))
    } catch (error) {
      throw fileFault(error, path)
    }
  }
  return new FileBytes(read, size, path)
}
