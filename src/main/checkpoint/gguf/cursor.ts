import { Fault } from '../../../shared/fault'

/** Reading has come to the end of the bytes at hand: more of the file may be behind them. */
export class Short extends Error {
  override readonly name = 'Short'
}

export const damaged = 'Fetch the file again; it was cut short or damaged on its way.'

/**
 * Reads one little-endian value after the other and throws `Short` where the bytes end. `place` says what is being read, for
 * faults.
 */
export class Cursor {
  readonly #bytes: Buffer
  readonly #file: string
  at = 0
  place: string | undefined

  constructor(bytes: Buffer, file: string) {
    this.#bytes = bytes
    this.#file = file
  }

  /** The offset of the next `length` bytes, which are then behind. */
  skip(length: number): number {
    const start = this.at
    if (start + length > this.#bytes.length) throw new Short()
    this.at = start + length
    return start
  }

  u8 = () => this.#bytes.readUInt8(this.skip(1))
  i8 = () => this.#bytes.readInt8(this.skip(1))
  u16 = () => this.#bytes.readUInt16LE(this.skip(2))
  i16 = () => this.#bytes.readInt16LE(this.skip(2))
  u32 = () => this.#bytes.readUInt32LE(this.skip(4))
  i32 = () => this.#bytes.readInt32LE(this.skip(4))
  f32 = () => this.#bytes.readFloatLE(this.skip(4))
  f64 = () => this.#bytes.readDoubleLE(this.skip(8))
  u64 = () => this.#bytes.readBigUInt64LE(this.skip(8))
  i64 = () => this.#bytes.readBigInt64LE(this.skip(8))

  /** A count or a size of at most `most`; `what` names it in the fault. */
  count(most: number, what: string): number {
    const given = this.u64()
    if (given <= BigInt(most)) return Number(given)
    throw this.fault(`${what} is said to be ${given}, where at most ${most} makes sense`)
  }

  string(most: number, what: string): string {
    const length = this.count(most, `The length of ${what}`)
    const start = this.skip(length)
    return this.#bytes.toString('utf8', start, start + length)
  }

  fault(message: string, remedy = damaged): Fault {
    const place = this.place ?? `byte ${this.at}`
    return Fault.input(message, { file: this.#file, place, remedy })
  }
}
