import * as z from 'zod'

/** What a model reads in place of a text, out of a file. */
export const mediaInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    /** The graph's input. */
    input: z.string(),
    /** Of what the model sees, in pixels. */
    height: z.int(),
    width: z.int(),
    /** Patches become positions row by row, between so many special ones. */
    rows: z.int(),
    columns: z.int(),
    leading: z.int(),
    trailing: z.int(),
    /** What is done to an image, in a sentence. */
    how: z.string(),
  }),
  z.object({
    kind: z.literal('sound'),
    input: z.string(),
    /** What is made of a WAV file: its samples, or Whisper's rows; `rows` of other kinds come out of safetensors files alone. */
    as: z.enum(['samples', 'log-mel', 'rows']),
    /** Samples a second. */
    rate: z.int(),
    /** Seconds from one position to the next; null where that is not known. */
    step: z.number().nullable(),
    leading: z.int(),
    how: z.string(),
  }),
])

export type MediaInput = z.infer<typeof mediaInput>
export type SoundInput = Extract<MediaInput, { kind: 'sound' }>
export type ImageInput = Extract<MediaInput, { kind: 'image' }>

/** 8-bit RGB, row by row, and of which size. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** As it is sent: [height, width], 32 bits each, little-endian, then the pixels. */
export function writePicture({ width, height, data }: Picture): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, height, true)
  view.setUint32(4, width, true)
  bytes.set(data, 8)
  return bytes
}

export function readPicture(bytes: ArrayBuffer): Picture {
  const view = new DataView(bytes)
  return { height: view.getUint32(0, true), width: view.getUint32(4, true), data: new Uint8Array(bytes, 8) }
}
