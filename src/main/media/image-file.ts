import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import decodeJpeg, { init } from '@jsquash/jpeg/decode.js'
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from 'fast-png'
import { Fault } from '../../shared/fault'
import * as limits from './limits'
import type { Pixels } from './pixels'
import { readMedia } from './read-media'

/**
 * Reads a PNG or JPEG file. What is transparent loses its transparency, and 16 bits their lower half. Throws an `input` fault for
 * other files, broken ones and too large ones.
 */
export async function readImage(file: string): Promise<Pixels> {
  const bytes = await readMedia(file, 'an image', limits.imageBytes)
  const isPng = startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])
  if (!isPng && !startsWith(bytes, [0xff, 0xd8, 0xff])) {
    throw Fault.input('It is neither a PNG nor a JPEG file', {
      file,
      place: 'byte 0',
      remedy: 'Save it as one of them.',
    })
  }
  const size = isPng ? pngSize(bytes) : jpegSize(bytes)
  if (size && size.width * size.height > limits.imagePixels) {
    throw Fault.input(`It is of ${size.width} × ${size.height} pixels, and 100 million at most are read`, {
      file,
      remedy: 'Make it smaller; models read some hundred pixels.',
    })
  }
  try {
    if (size === null || size.width * size.height === 0) throw new Error('It says no size')
    return isPng ? fromPng(decodePng(bytes)) : await fromJpeg(bytes)
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw new Fault(
      {
        ...{ kind: 'input', message: `The ${isPng ? 'PNG' : 'JPEG'} file is broken`, file, details },
        remedy: 'Save it again from a program that shows it.',
      },
      { cause: error },
    )
  }
}

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte)
}

function pngSize(bytes: Uint8Array) {
  if (bytes.length < 24) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** From the first frame's header. */
function jpegSize(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

function fromPng(png: DecodedPng): Pixels {
  const { width, height, depth } = png
  const data = new Uint8Array(width * height * 3)
  if (png.palette === undefined && depth < 8) {
    for (let pixel = 0; pixel < width * height; pixel++) data.fill(greyAt(png, pixel), 3 * pixel, 3 * pixel + 3)
    return { width, height, data }
  }
  const own = png.palette === undefined ? png.data : convertIndexedToRgb(png)
  copyColours(own, own.length / (width * height), depth === 16 ? 8 : 0, data)
  return { width, height, data }
}

/** Of pixels of one or two channels the first is grey, and of more the first three are colours. */
function copyColours(own: ArrayLike<number>, channels: number, shift: number, into: Uint8Array): void {
  const [green, blue] = channels > 2 ? [1, 2] : [0, 0]
  for (let from = 0, to = 0; to < into.length; from += channels, to += 3) {
    into[to] = own[from]! >> shift
    into[to + 1] = own[from + green]! >> shift
    into[to + 2] = own[from + blue]! >> shift
  }
}

/** Of greys of fewer bits than eight, several lie in a byte. */
function greyAt({ width, depth, data }: DecodedPng, pixel: number): number {
  const [row, column] = [Math.floor(pixel / width), pixel % width]
  const rowBytes = Math.ceil((width * depth) / 8)
  const bit = column * depth
  const value = (data[row * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
  return (value * 255) / ((1 << depth) - 1)
}

/** Node's own, which TypeScript counts among a browser's. */
const assembly = (globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<never> } }).WebAssembly

let ready: Promise<void> | undefined

async function fromJpeg(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  ready ??= readFile(createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'))
    .then((wasm) => assembly.compile(wasm))
    .then((module) => init(module))
  await ready
  // Cameras write what the sensor saw and how they were held; transformers' load_image turns it upright too.
  const { width, height, data: rgba } = await decodeJpeg(bytes.buffer, { preserveOrientation: true })
  const data = new Uint8Array(width * height * 3)
  copyColours(rgba, 4, 0, data)
  return { width, height, data }
}
