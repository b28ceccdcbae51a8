import { Fault } from '../../shared/fault'
import * as limits from './limits'
import { readMedia } from './read-media'

/** A sound as one channel. */
export interface Sound {
  /** Samples a second. */
  readonly rate: number
  /** Between −1 and 1. */
  readonly samples: Float32Array
}

interface Format {
  readonly isFloat: boolean
  readonly channels: number
  readonly rate: number
  readonly bits: number
}

const formats = { pcm: 1, float: 3, extensible: 0xfffe }

/**
 * Reads a WAV file: PCM of 8, 16, 24 or 32 bits, or floats of 32 or 64; of several channels their mean. Throws an `input` fault for
 * others, and for broken ones.
 */
export async function readWav(file: string): Promise<Sound> {
  const bytes = await readMedia(file, 'a sound', limits.soundBytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isWav = bytes.length >= 12 && tagAt(view, 0) === 'RIFF' && tagAt(view, 8) === 'WAVE'
  if (!isWav) throw Fault.input('It is no WAV file', { file, place: 'byte 0', remedy: 'Save it as WAV.' })
  const parts = chunks(view)
  const format = formatOf(view, parts.get('fmt '), file)
  const data = parts.get('data')
  if (!data) throw broken('it holds no samples', file)
  const each = format.bits / 8
  const count = Math.floor(data.length / (each * format.channels))
  if (count === 0) throw broken('it holds no samples', file)
  if (count > limits.soundSamples) {
    throw Fault.input(`It holds ${count} samples, and ${limits.soundSamples} at most are read`, {
      file,
      remedy: 'Cut it; models hear some seconds.',
    })
  }
  const sample = sampleReader(view, format)
  const samples = new Float32Array(count)
  for (let at = 0; at < count; at++) {
    let sum = 0
    for (let channel = 0; channel < format.channels; channel++) {
      sum += sample(data.at + (at * format.channels + channel) * each)
    }
    samples[at] = sum / format.channels
  }
  return { rate: format.rate, samples }
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((next) => view.getUint8(at + next)))
}

/** Each of the first of its name; what is cut short ends with the file. */
function chunks(view: DataView): Map<string, { at: number; length: number }> {
  const found = new Map<string, { at: number; length: number }>()
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const [tag, length] = [tagAt(view, at), view.getUint32(at + 4, true)]
    if (!found.has(tag)) found.set(tag, { at: at + 8, length: Math.min(length, view.byteLength - at - 8) })
    at += 8 + length + (length % 2)
  }
  return found
}

function formatOf(view: DataView, chunk: { at: number; length: number } | undefined, file: string): Format {
  if (!chunk || chunk.length < 16) throw broken('it does not say what its samples are', file)
  const { at } = chunk
  const said = view.getUint16(at, true)
  // What is meant stands at the start of an identifier.
  const kind = said === formats.extensible && chunk.length >= 26 ? view.getUint16(at + 24, true) : said
  const format = {
    isFloat: kind === formats.float,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  }
  const known = kind === formats.float ? [32, 64] : kind === formats.pcm ? [8, 16, 24, 32] : []
  if (!known.includes(format.bits)) {
    throw Fault.input(`Its samples are of format ${kind} with ${format.bits} bits`, {
      file,
      place: 'chunk fmt',
      remedy: 'Save it as PCM of 16 bits.',
    })
  }
  if (format.channels === 0 || format.rate === 0) throw broken('it has no channels or no rate', file)
  return format
}

function sampleReader(view: DataView, { isFloat, bits }: Format): (at: number) => number {
  if (isFloat) return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true)
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128
    case 16:
      return (at) => view.getInt16(at, true) / 2 ** 15
    case 24:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23
    default:
      return (at) => view.getInt32(at, true) / 2 ** 31
  }
}

function broken(why: string, file: string): Fault {
  return Fault.input(`The WAV file is broken: ${why}`, { file, remedy: 'Save it again from a program that plays it.' })
}
