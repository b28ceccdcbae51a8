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
  const narrow = image.width === width ? image : across(image, width, filters[how])
  return narrow.height === height ? narrow : down(narrow, height, filters[how])
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

const precision = 2 ** 22

/** What becomes one column or row: from the first of those that there are, how much of each, in fixed point. */
interface Taps {
  readonly first: number
  readonly weights: Float64Array
}

function tapsOf(from: number, to: number, filter: Filter): Taps[] {
  const scale = from / to
  const stretch = Math.max(1, scale)
  const reach = filter.support * stretch
  return Array.from({ length: to }, (_, at) => {
    const centre = (at + 0.5) * scale
    const first = Math.max(0, Math.trunc(centre - reach + 0.5))
    const last = Math.min(from, Math.trunc(centre + reach + 0.5))
    const weights = Array.from({ length: last - first }, (_, tap) =>
      filter.weight((tap + first - centre + 0.5) / stretch),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const fixed = Float64Array.from(weights, (weight) => {
      const exact = (weight / total) * precision
      return Math.trunc(exact < 0 ? exact - 0.5 : exact + 0.5)
    })
    return { first, weights: fixed }
  })
}

function rounded(sum: number): number {
  return Math.max(0, Math.min(255, Math.floor(sum / precision)))
}

/** Makes so many columns of those that there are. */
function across({ width, height, data }: Pixels, columns: number, filter: Filter): Pixels {
  const taps = tapsOf(width, columns, filter)
  const out = new Uint8Array(columns * height * 3)
  let to = 0
  for (let row = 0; row < height; row++) {
    for (const { first, weights } of taps) {
      let red = precision / 2
      let green = red
      let blue = red
      for (let tap = 0, from = (row * width + first) * 3; tap < weights.length; tap++, from += 3) {
        red += weights[tap]! * data[from]!
        green += weights[tap]! * data[from + 1]!
        blue += weights[tap]! * data[from + 2]!
      }
      out[to] = rounded(red)
      out[to + 1] = rounded(green)
      out[to + 2] = rounded(blue)
      to += 3
    }
  }
  return { width: columns, height, data: out }
}

/** Makes so many rows of those that there are. */
function down({ width, height, data }: Pixels, rows: number, filter: Filter): Pixels {
  const line = width * 3
  const out = new Uint8Array(rows * line)
  const sums = new Float64Array(line)
  for (const [row, { first, weights }] of tapsOf(height, rows, filter).entries()) {
    sums.fill(precision / 2)
    for (const [tap, weight] of weights.entries()) {
      const from = (first + tap) * line
      for (let place = 0; place < line; place++) sums[place]! += weight * data[from + place]!
    }
    for (let place = 0; place < line; place++) out[row * line + place] = rounded(sums[place]!)
  }
  return { width, height: rows, data: out }
}
