import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isQuantised, type QuantisedType } from '../src/main/checkpoint/index'
import { dequantise, dequantisedTypes } from '../src/main/weights/index'
import { findPython, startPython } from './python'
import { interleaved, median, ratios, type Samples, timed } from './samples'
import { atLeast, type LeftOut, number, type Row } from './table'

/** 256 MB of F32 of each type. */
const values = 1 << 26
/** As many are made at once, as where a cache is written. */
const piece = 1 << 20

/** Each quantised type's blocks made into F32: ours beside the gguf package's numpy, and beside reading the blocks from their file. */
export async function measureDequantising(rounds: number): Promise<(Row | LeftOut)[]> {
  const python = findPython('gguf')
  const numpy = 'because' in python ? null : await startPython<Question, Answer>(python.command, ['dequantise.py'])
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  const into = new Float32Array(piece)
  const rows: (Row | LeftOut)[] = []
  if ('because' in python) rows.push({ what: 'gguf’s numpy / ours, every type', ...python })
  for (const type of [...dequantisedTypes.keys()].filter(isQuantised)) {
    const blocks = manyBlocks(type)
    const file = join(folder, type)
    writeFileSync(file, blocks)
    const step = (blocks.length / values) * piece
    const ask = () => numpy?.ask({ type, file, values }) ?? Promise.resolve({ ms: Number.NaN, sum: 0 })
    dequantise(type, blocks.subarray(0, step), into)
    const sum = bitSum(into.subarray(0, 4096))
    const theirs = await ask()
    if (numpy && sum !== theirs.sum) throw new Error(`Ours sums to ${sum}, the package’s to ${theirs.sum}.`)

    const samples = await interleaved(rounds, {
      numpy: async () => (await ask()).ms,
      ours: () =>
        timed(() => {
          for (let at = 0; at < blocks.length; at += step) dequantise(type, blocks.subarray(at, at + step), into)
        }),
      reading: () => timed(() => readInto(blocks, file)),
    })
    const from = (over: Samples, under: Samples) => `${speed(over)} GB/s / ${speed(under)} GB/s of F32`
    if (numpy) {
      rows.push({
        what: `gguf’s numpy / ours, ${type}`,
        values: ratios(samples.numpy, samples.ours),
        unit: '×',
        aim: atLeast(5, 'JavaScript makes one number at a time, and numpy several with one instruction.'),
        from: from(samples.numpy, samples.ours),
      })
    }
    rows.push({
      what: `ours / reading the blocks, ${type}`,
      values: ratios(samples.ours, samples.reading),
      unit: '×',
      aim: null,
      from: `${number(median(samples.ours))} ms / ${number(median(samples.reading))} ms of ${number(blocks.length / 1e6)} MB`,
    })
    rmSync(file)
  }
  numpy?.close()
  rmSync(folder, { recursive: true })
  return rows
}

interface Question {
  readonly type: QuantisedType
  readonly file: string
  readonly values: number
}

interface Answer {
  readonly ms: number
  readonly sum: number
}

/** The fixtures' blocks again and again, without those of extreme scales. */
function manyBlocks(type: QuantisedType): Uint8Array {
  const { bytes, values: length } = dequantisedTypes.get(type)!
  const stored = readFileSync(`fixtures/ggml/${type}.blocks`)
  const usual = Array.from({ length: stored.length / bytes }, (_, block) => block)
    .filter((block) => block % 4 < 2)
    .map((block) => stored.subarray(block * bytes, (block + 1) * bytes))
  return repeated(Buffer.concat(usual), (values / length) * bytes)
}

/** Of the F32 numbers' bits, in which no order of adding shows. */
function bitSum(numbers: Float32Array): number {
  return new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length).reduce((sum, bits) => sum + bits, 0)
}

function repeated(bytes: Uint8Array, length: number): Uint8Array {
  const filled = new Uint8Array(length)
  for (let at = 0; at < length; at += bytes.length) filled.set(bytes.subarray(0, length - at), at)
  return filled
}

/** Reads a file as it would be for a cache; it is in the system's own cache, as after a first look. */
function readInto(bytes: Uint8Array, file: string): void {
  const handle = openSync(file, 'r')
  for (let at = 0; at < bytes.length; ) at += readSync(handle, bytes, at, bytes.length - at, null)
  closeSync(handle)
}

function speed(milliseconds: Samples): string {
  return number((4 * values) / 1e6 / median(milliseconds))
}
