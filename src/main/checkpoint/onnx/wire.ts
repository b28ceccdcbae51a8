import { Fault } from '../../../shared/fault'
import { damaged } from '../gguf/cursor'
import * as limits from '../limits'
import type { FileBytes } from './file-bytes'

/** One field of a protobuf message as it lies in the file. */
export interface Field {
  readonly number: number
  /** 0 a whole number, 1 eight bytes, 2 so many bytes, 5 four bytes. */
  readonly wire: number
  /** Of the tag. */
  readonly start: number
  /** Of what it holds. */
  readonly from: number
  readonly end: number
  /** Of wire 0; not exact beyond 2^53. */
  readonly value: number
}

/**
 * Reads protobuf's encoding (https://protobuf.dev/programming-guides/encoding/), field by field, and counts the fields over
 * the whole file. Throws an `input` fault with the byte where it makes no sense.
 */
export class Wire {
  readonly bytes: FileBytes
  readonly path: string
  #fields = 0

  constructor(bytes: FileBytes, path: string) {
    this.bytes = bytes
    this.path = path
  }

  *fields(start: number, end: number): Generator<Field> {
    for (let at = start; at < end; ) {
      const field = this.#field(at, end)
      if (++this.#fields > limits.onnxFields) {
        throw this.fault(`The graph has more than ${limits.onnxFields} parts`, at)
      }
      yield field
      at = field.end
    }
  }

  /** A whole number and where it ends. */
  varint(at: number, end: number): { value: number; next: number } {
    let value = 0
    for (let index = 0; index < 10; index++) {
      if (at + index >= end) throw this.fault('A number goes on where its message ends', at)
      const byte = this.bytes.byte(at + index)
      value += (byte & 0x7f) * 2 ** (7 * index)
      if (byte < 0x80) return { value, next: at + index + 1 }
    }
    throw this.fault('A number is longer than any can be', at)
  }

  fault(message: string, at: number, remedy = damaged): Fault {
    return Fault.input(message, { file: this.path, place: `byte ${at}`, remedy })
  }

  #field(start: number, end: number): Field {
    const tag = this.varint(start, end)
    const number = Math.floor(tag.value / 8)
    const wire = tag.value % 8
    if (number < 1 || number >= 2 ** 29) throw this.fault('What is there is no part of an ONNX model', start)
    const field = (from: number, to: number, value = 0): Field => {
      if (to > end) throw this.fault('A part is said to be longer than what holds it', start)
      return { number, wire, start, from, end: to, value }
    }
    const from = tag.next
    if (wire === 0) {
      const { value, next } = this.varint(from, end)
      return field(from, next, value)
    }
    if (wire === 1) return field(from, from + 8)
    if (wire === 5) return field(from, from + 4)
    if (wire !== 2) throw this.fault('What is there is no part of an ONNX model', start)
    const { value, next } = this.varint(from, end)
    return field(next, next + value)
  }
}
