import fc from 'fast-check'
import * as make from './gguf-file'
import { type GgufTestValue, gguf, list } from './gguf-file'
import { llamaFile } from './gguf-llama'
import { type GgufNumber, numbersOf } from './gguf-numbers'

/** A GGUF file as it is written: its first bytes, and zeros up to its size. */
export interface MangledFile {
  readonly head: Buffer
  readonly size: number
}

const scalar: fc.Arbitrary<GgufTestValue> = fc.oneof(
  fc.nat(255).map(make.u8),
  fc.integer({ min: -128, max: 127 }).map(make.i8),
  fc.nat(65_535).map(make.u16),
  fc.integer({ min: -32_768, max: 32_767 }).map(make.i16),
  fc.nat(0xff_ff_ff_ff).map(make.u32),
  fc.integer().map(make.i32),
  fc.float().map(make.f32),
  fc.boolean().map(make.bool),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(make.text),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(make.u64),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }).map(make.i64),
  fc.double().map(make.f64),
)
/** Of one type, as arrays are. */
const scalars = fc.tuple(scalar, fc.nat(6)).map(([value, count]) => list(Array<GgufTestValue>(count).fill(value)))
const value = fc.oneof(
  scalar,
  scalars,
  fc.array(scalars, { maxLength: 3 }).map((arrays) => list(arrays, { type: 9 })),
)

const keys = [
  ...['general.architecture', 'general.type', 'general.alignment', 'split.count', 'split.no', 'split.tensors.count'],
  ...['context_length', 'embedding_length', 'block_count', 'feed_forward_length', 'vocab_size', 'expert_count'].map(
    (key) => `llama.${key}`,
  ),
  ...['head_count', 'head_count_kv', 'key_length', 'value_length', 'sliding_window', 'causal'].map(
    (key) => `llama.attention.${key}`,
  ),
  ...['dimension_count', 'freq_base', 'scaling.type', 'scaling.factor'].map((key) => `llama.rope.${key}`),
]

/** The smallest Llama with keys of any value set, whether they make sense or not. */
const llamas = fc
  .dictionary(fc.constantFrom(...keys), value, { maxKeys: 4, noNullPrototype: true })
  .map((set) => llamaFile({ keys: set }))

/** Any keys and tensors, well-formed. */
export const wellFormed = fc
  .record({
    keys: fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), value), {
      selector: ([key]) => key,
      maxLength: 8,
    }),
    tensors: fc.uniqueArray(
      fc.record({
        name: fc.string({ unit: 'grapheme', maxLength: 20 }),
        dims: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }),
      }),
      { selector: ({ name }) => name, maxLength: 6 },
    ),
  })
  .filter(({ keys }) => keys.every(([key]) => !/^general\.alignment$/.test(key)))
  .map(gguf)

/** Anywhere: fast-check would choose the first places more often than others. */
const place = fc.noBias(fc.nat())

/** What a number becomes: one at which sums, products and shifts turn over, a neighbour, or any. */
const another: fc.Arbitrary<(given: bigint) => bigint> = fc.oneof(
  fc
    .constantFrom(
      0n,
      1n,
      0xffn,
      0xff_ffn,
      1n << 20n,
      1n << 24n,
      (1n << 31n) - 1n,
      1n << 31n,
      (1n << 32n) - 1n,
      1n << 32n,
    )
    .map((number) => () => number),
  fc
    .constantFrom((1n << 53n) - 1n, 1n << 53n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n)
    .map((number) => () => number),
  fc.bigInt({ min: -2n, max: 2n }).map((step) => (given: bigint) => BigInt.asUintN(64, given + step)),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((number) => () => number),
)

type Change = (file: MangledFile, numbers: readonly GgufNumber[]) => MangledFile

function changed({ head, size }: MangledFile, change: (copy: Buffer) => void): MangledFile {
  const copy = Buffer.from(head)
  if (copy.length > 0) change(copy)
  return { head: copy, size }
}

const bitsFlipped: fc.Arbitrary<Change> = fc.array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 3 }).map(
  (bits) => (file) =>
    changed(file, (copy) => {
      for (const [at, bit] of bits) copy[at % copy.length]! ^= 1 << bit
    }),
)

const cut: fc.Arbitrary<Change> = fc.tuple(place, fc.boolean()).map(([at, within]) => ({ head, size }) => {
  const length = at % (1 + (within ? head.length : size))
  return { head: head.subarray(0, length), size: length }
})

/** A piece of the file put elsewhere, over what is there. */
const spliced: fc.Arbitrary<Change> = fc
  .record({ from: place, length: fc.nat(64), to: place, over: fc.nat(64) })
  .map(({ from, length, to, over }) => ({ head, size }) => {
    if (head.length === 0) return { head, size }
    const start = from % head.length
    const at = to % head.length
    const piece = head.subarray(start, start + length)
    const whole = Buffer.concat([head.subarray(0, at), piece, head.subarray(at + over)])
    return { head: whole, size: Math.max(0, size + whole.length - head.length) }
  })

const numbersSet: fc.Arbitrary<Change> = fc.array(fc.tuple(place, another), { minLength: 1, maxLength: 2 }).map(
  (set) => (file, numbers) =>
    changed(file, (copy) => {
      for (const [which, another] of set) {
        const { at, bytes } = numbers[which % numbers.length]!
        if (at + bytes > copy.length) continue
        if (bytes === 8) copy.writeBigUInt64LE(another(copy.readBigUInt64LE(at)), at)
        else copy.writeUInt32LE(Number(BigInt.asUintN(32, another(BigInt(copy.readUInt32LE(at))))), at)
      }
    }),
)

/** Files with bits flipped, cut, spliced, with numbers set to others, or two of these one after the other. */
export function mangled(files: readonly Buffer[]): fc.Arbitrary<MangledFile> {
  const withNumbers = (whole: Buffer) => {
    const { numbers, end } = numbersOf(whole)
    return { numbers, file: { head: whole.subarray(0, end + 64), size: whole.length } }
  }
  const whole = fc.oneof(fc.constantFrom(...files), wellFormed).map(withNumbers)
  const change = fc.oneof(numbersSet, bitsFlipped, cut, spliced)
  const changes = (minLength: number) => fc.array(change, { minLength, maxLength: 2 })
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.tuple(whole, changes(1)) },
      { weight: 1, arbitrary: fc.tuple(llamas.map(withNumbers), changes(0)) },
    )
    .map(([{ file, numbers }, all]) => all.reduce<MangledFile>((each, change) => change(each, numbers), file))
}
