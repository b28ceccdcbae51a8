import { createRequire } from 'node:module'
import type { createH264MP4Encoder } from 'h264-mp4-encoder'
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import type { FilmEncoder, FilmFacts } from './film-encoder'
import { commentOf } from './mp4-comment'
import { forgetDates } from './mp4-dates'
import { yuvOf } from './yuv'

/** Fine enough for small type (minih264's own scale, 10 to 51, finest first). */
const quantiser = 20
/** Of minih264, 0 to 10, best first. */
const speed = 2
/** A frame that stands alone, once in so many seconds: from such a one a player goes on when it is asked to jump. */
const keySeconds = 2

/** H.264 in MP4: minih264 as WebAssembly, which runs wherever the engine runs, and the container written by mediabunny. */
export async function mp4Encoder(facts: FilmFacts): Promise<FilmEncoder> {
  const { width, height, fps } = facts
  const encoder = await loadEncoder()
  films += 1
  encoder.outputFilename = `film-${films}.mp4`
  encoder.width = width
  encoder.height = height
  encoder.frameRate = fps
  encoder.quantizationParameter = quantiser
  encoder.groupOfPictures = keySeconds * fps
  encoder.speed = speed
  encoder.initialize()
  const planes = new Uint8Array((width * height * 3) / 2)
  const name = encoder.outputFilename
  let isEnded = false
  const end = () => {
    if (!isEnded) encoder.finalize()
    isEnded = true
  }
  return {
    add(pixels) {
      yuvOf(pixels, width, height, planes)
      encoder.addFrameYuv(planes)
    },
    async finish() {
      end()
      return await packed(encoder.FS.readFile(name), facts)
    },
    close() {
      // One that has not ended cannot be let go of.
      end()
      encoder.FS.unlink(name)
      encoder.delete()
    },
  }
}

/** The files of all encoders lie in one place, in memory. */
let films = 0

/** What Emscripten would have the whole process do with errors that are not its own. */
const hijacked = ['uncaughtException', 'unhandledRejection'] as const

async function loadEncoder(): ReturnType<typeof createH264MP4Encoder> {
  const before = hijacked.map((event) => process.listeners(event as 'uncaughtException'))
  const create: typeof createH264MP4Encoder = createRequire(import.meta.url)('h264-mp4-encoder').createH264MP4Encoder
  const encoder = await create()
  for (const [index, event] of hijacked.entries()) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[index]!.includes(listener)) process.off(event, listener)
    }
  }
  return encoder
}

/** The encoder's own file says nothing of colours and has no room for words: its frames are put into another one. */
async function packed(file: Uint8Array, { title, provenance }: FilmFacts): Promise<Uint8Array> {
  const input = new Input({ source: new BufferSource(Uint8Array.from(file)), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('The encoder wrote no video.')
  const config = await track.getDecoderConfig()
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source)
  output.setMetadataTags({ title, comment: commentOf(provenance) })
  await output.start()
  const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const
  const decoderConfig = { ...config!, colorSpace }
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig })
  await output.finalize()
  const bytes = new Uint8Array(target.buffer!)
  forgetDates(bytes)
  return bytes
}
