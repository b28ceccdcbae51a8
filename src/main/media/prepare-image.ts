import * as z from 'zod'
import { Fault } from '../../shared/fault'
import type { Pixels } from './pixels'
import { type Resampling, resample, resamplings } from './resample'

const sides = z.object({ height: z.int().min(1).max(8192), width: z.int().min(1).max(8192) })
const size = z.union([sides, z.object({ shortest_edge: z.int().min(1).max(8192) }), z.int().min(1).max(8192)])
const three = z.array(z.number()).min(1).max(3)

/** What of a preprocessor_config.json is minded, as transformers' image processors of this kind read it. */
const config = z.object({
  image_processor_type: z.string().optional(),
  feature_extractor_type: z.string().optional(),
  do_resize: z.boolean().nullish(),
  size: size.nullish(),
  resample: z.int().min(0).max(5).nullish(),
  do_center_crop: z.boolean().nullish(),
  crop_size: size.nullish(),
  do_rescale: z.boolean().nullish(),
  rescale_factor: z.number().nullish(),
  do_normalize: z.boolean().nullish(),
  image_mean: z.union([z.number(), three]).nullish(),
  image_std: z.union([z.number(), three]).nullish(),
})

/** How an image becomes what a model reads. */
export interface ImagePreparation {
  /** To which size; the shorter side alone where the image keeps its proportions. */
  readonly resize: { readonly height: number; readonly width: number } | { readonly shortest: number } | null
  readonly resampling: Resampling
  /** Cut out of the middle. */
  readonly crop: { readonly height: number; readonly width: number } | null
  /** What 8 bits are multiplied with. */
  readonly factor: number
  readonly mean: readonly number[]
  readonly std: readonly number[]
  /** Whether a file beside the model said it. */
  readonly said: boolean
}

/** Where the config is, and which size the graph takes; null where any will do. */
export interface ImagePlace {
  readonly file: string
  readonly height: number | null
  readonly width: number | null
}

/**
 * How images are prepared, by the model's preprocessor_config.json. Without one, as transformers' ViTImageProcessor does by
 * itself: stretched to the graph's size bilinearly, and from −1 to 1. Throws an `input` fault for a config that says something else
 * than this knows, or gives another size than the graph takes.
 */
export function readImagePreparation(
  said: Readonly<Record<string, unknown>> | null,
  { file, height, width }: ImagePlace,
): ImagePreparation {
  const own = height !== null && width !== null ? { height, width } : null
  const read = config.safeParse(said ?? {})
  if (!read.success) {
    const [issue] = read.error.issues
    throw Fault.input('How images are prepared is said in a way that is not known', {
      file,
      place: issue?.path.join('.') || 'the whole',
      remedy: 'Only resizing, cropping in the middle, rescaling and normalising are known.',
    })
  }
  const it = read.data
  const kind = it.image_processor_type ?? it.feature_extractor_type ?? ''
  // Older configs say one number, which for these is the shorter side.
  const keepsProportions = /CLIP|Bit|DeiT|ConvNext|LeViT|MobileNet|MobileViT/i.test(kind)
  const squareOf = (one: z.infer<typeof size>) =>
    typeof one === 'number'
      ? { height: one, width: one }
      : 'shortest_edge' in one
        ? { height: one.shortest_edge, width: one.shortest_edge }
        : one
  const resizeOf = (one: z.infer<typeof size>) =>
    typeof one === 'number'
      ? keepsProportions
        ? { shortest: one }
        : squareOf(one)
      : 'shortest_edge' in one
        ? { shortest: one.shortest_edge }
        : one
  const list = (one: number | number[] | null | undefined, usual: number) =>
    one === null || one === undefined ? [usual] : typeof one === 'number' ? [one] : one
  const crops = it.do_center_crop ?? (it.crop_size !== null && it.crop_size !== undefined)
  const normalises = it.do_normalize ?? true
  const prepared: ImagePreparation = {
    resize: (it.do_resize ?? true) ? (it.size ? resizeOf(it.size) : (own ?? { height: 224, width: 224 })) : null,
    resampling: resamplings[it.resample ?? (keepsProportions ? 3 : 2)]!,
    crop: crops ? (it.crop_size ? squareOf(it.crop_size) : (own ?? { height: 224, width: 224 })) : null,
    factor: (it.do_rescale ?? true) ? (it.rescale_factor ?? 1 / 255) : 1,
    mean: normalises ? list(it.image_mean, 0.5) : [0],
    std: normalises ? list(it.image_std, 0.5) : [1],
    said: said !== null,
  }
  const result = resultOf(prepared)
  if (own && result && (result.height !== own.height || result.width !== own.width)) {
    throw Fault.input(
      `It makes images of ${result.height} × ${result.width} pixels, and the graph takes ${own.height} × ${own.width}`,
      {
        file,
        place: prepared.crop ? 'crop_size' : 'size',
        remedy: 'Put the model’s own preprocessor_config.json there.',
      },
    )
  }
  return prepared
}

/** Of which size what comes out is, [height, width]; null where that depends on the image. */
export function resultOf({ resize, crop }: ImagePreparation): { height: number; width: number } | null {
  if (crop) return crop
  return resize && 'height' in resize ? resize : null
}

/** What is done to an image, in words. */
export function preparationText(prepared: ImagePreparation): string {
  const { resize, crop, resampling, factor, mean, std, said } = prepared
  const numbers = (list: readonly number[]) => list.map((one) => Number(one.toFixed(4))).join(', ')
  const steps = [
    ...(resize === null
      ? []
      : 'shortest' in resize
        ? [`resized (${resampling}) until its shorter side has ${resize.shortest} pixels`]
        : [`resized (${resampling}) to ${resize.height} × ${resize.width} pixels`]),
    ...(crop ? [`cut to the ${crop.height} × ${crop.width} in its middle`] : []),
    `times ${factor === 1 / 255 || Math.abs(factor * 255 - 1) < 1e-6 ? '1/255' : factor}, less ${numbers(mean)}, by ${numbers(std)}`,
  ]
  const from = said
    ? 'as its preprocessor_config.json says'
    : 'by default, since no preprocessor_config.json lies beside it'
  return `${steps.join(', ')}: ${from}.`.replace(/^./, (first) => first.toUpperCase())
}

export interface PreparedImage {
  /** What the model sees of the image, before numbers are made of it. */
  readonly pixels: Pixels
  /** [channel, row, column] */
  readonly numbers: Float32Array
}

/** Resizes, cuts and normalises. `channels` are 3, or 1 for grey. */
export function prepareImage(image: Pixels, prepared: ImagePreparation, channels: number): PreparedImage {
  const { resize, resampling, crop, factor, mean, std } = prepared
  const sized = resize ? resampled(image, resize, resampling) : image
  const pixels = crop ? cropped(sized, crop) : sized
  const { width, height, data } = pixels
  const count = width * height
  const numbers = new Float32Array(channels * count)
  for (let channel = 0; channel < channels; channel++) {
    const [less, by] = [mean[channel] ?? mean[0]!, std[channel] ?? std[0]!]
    for (let at = 0; at < count; at++) {
      const value = channels === 1 ? greyOf(data, at) : data[at * 3 + channel]!
      numbers[channel * count + at] = (value * factor - less) / by
    }
  }
  return { pixels, numbers }
}

/** As Pillow's mode L: ITU-R 601-2. */
function greyOf(data: Uint8Array, pixel: number): number {
  const [red, green, blue] = [data[pixel * 3]!, data[pixel * 3 + 1]!, data[pixel * 3 + 2]!]
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16
}

function resampled(image: Pixels, to: NonNullable<ImagePreparation['resize']>, how: Resampling): Pixels {
  if ('height' in to) return resample(image, to.width, to.height, how)
  const { shortest } = to
  const isWide = image.width >= image.height
  const longer = Math.trunc((shortest * Math.max(image.width, image.height)) / Math.min(image.width, image.height))
  return resample(image, isWide ? longer : shortest, isWide ? shortest : longer, how)
}

/** What is larger than the image is black around it. */
function cropped(image: Pixels, { height, width }: { readonly height: number; readonly width: number }): Pixels {
  const top = Math.floor((image.height - height) / 2)
  const left = Math.floor((image.width - width) / 2)
  const data = new Uint8Array(height * width * 3)
  for (let row = Math.max(0, -top); row < Math.min(height, image.height - top); row++) {
    const [from, until] = [Math.max(0, -left), Math.min(width, image.width - left)]
    const start = ((row + top) * image.width + from + left) * 3
    data.set(image.data.subarray(start, start + (until - from) * 3), (row * width + from) * 3)
  }
  return { width, height, data }
}
