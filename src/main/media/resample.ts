import type { Pixels } from './pixels'

/** Ways to resize, by Pillow's numbers, which `resample` of a preprocessor_config.json is. */
export const resamplings = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'] as const

export type Resampling = (typeof resamplings)[number]

interface Filter {
  /** How far it reaches, in pixels of the larger image. */
  readonly support: number
  weight(at: number): number
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

const filters: Readonly<Record<Exclude<Resampling, 'nearest'>, Filter>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: {
    support: 1,
    weight: (x) => (Math.abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x))),
  },
  bicubic: {
    support: 2,
    weight: (at) => {
      const x = Math.abs(at)
      const a = -0.5
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    },
  },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
}

/**
 * Resizes as Pillow does, to the bit: columns first, then rows, each pass rounded to 8 bits, with weights in fixed point of 22 bits.
 * Where it makes smaller, a filter is as wide as what becomes one pixel (libImaging/Resample.c).
 */
export function resample(image: Pixels, width: number, height: number, how: Resampling): Pixels {
  if (how === 'nearest') return nearest(image, width, height)
  const narrow = image.width === width ? image : turned(pass(turned(image), width, filters[how]))
  return narrow.height === height ? narrow : pass(narrow, height, filters[how])
}

function nearest(image: Pixels, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * image.height) / height) * image.width
    for (let x = 0; x < width; x++) {
      const from = (row + Math.floor(((x + 0.5) * image.width) / width)) * 3
      data.set(image.data.subarray(from, from + 3), (y * width + x) * 3)
    }
  }
  return { width, height, data }
}

/** Columns as rows. */
function turned({ width, height, data }: Pixels): Pixels {
  const other = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [from, to] = [(y * width + x) * 3, (x * height + y) * 3]
      for (let colour = 0; colour < 3; colour++) other[to + colour] = data[from + colour]!
    }
  }
  return { width: height, height: width, data: other }
}

const precision = 2 ** 22

/** Makes so many rows of those that there are. */
function pass({ width, height, data }: Pixels, rows: number, filter: Filter): Pixels {
  const scale = height / rows
  const stretch = Math.max(1, scale)
  const reach = filter.support * stretch
  const line = width * 3
  const out = new Uint8Array(rows * line)
  const sums = new Float64Array(line)
  for (let row = 0; row < rows; row++) {
    const centre = (row + 0.5) * scale
    const first = Math.max(0, Math.trunc(centre - reach + 0.5))
    const last = Math.min(height, Math.trunc(centre + reach + 0.5))
    const weights = Array.from({ length: last - first }, (_, at) =>
      filter.weight((at + first - centre + 0.5) / stretch),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    sums.fill(precision / 2)
    for (const [at, weight] of weights.entries()) {
      const exact = (weight / total) * precision
      const fixed = Math.trunc(exact < 0 ? exact - 0.5 : exact + 0.5)
      const from = (first + at) * line
      for (let place = 0; place < line; place++) sums[place]! += fixed * data[from + place]!
    }
    for (let place = 0; place < line; place++) {
      out[row * line + place] = Math.max(0, Math.min(255, Math.floor(sums[place]! / precision)))
    }
  }
  return { width, height: rows, data: out }
}
