import type { DecodedPng } from 'fast-png'

/** What linear light becomes, a row for each channel. */
type Matrix = readonly (readonly [number, number, number])[]

/** Deuteranomaly of severity 1.0, from the table of Machado, Oliveira and Fernandes 2009. */
export const deuteranopia: Matrix = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
]

/** Y of XYZ with the primaries and the white of sRGB (IEC 61966-2-1), in all channels. */
export const luminance: Matrix = Array.from({ length: 3 }, () => [0.2126, 0.7152, 0.0722] as const)

/** IEC 61966-2-1, 5.2. */
const linear = Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

function encoded(light: number): number {
  const share = Math.min(1, Math.max(0, light))
  return 255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055)
}

/**
 * How far one picture is from what a matrix makes of another, dot by dot and channel by channel, of 255: the mean over the dots that
 * have a colour, and how many these are.
 */
export function apartFrom(seen: DecodedPng, matrix: Matrix, plain: DecodedPng): { mean: number; coloured: number } {
  let [sum, coloured] = [0, 0]
  for (let at = 0; at < plain.width * plain.height; at++) {
    const own = [0, 1, 2].map((channel) => plain.data[at * plain.channels + channel]!)
    if (Math.max(...own) - Math.min(...own) < 40) continue
    coloured += 1
    for (const [channel, row] of matrix.entries()) {
      const light = row.reduce((whole, share, from) => whole + share * linear[own[from]!]!, 0)
      sum += Math.abs(encoded(light) - seen.data[at * seen.channels + channel]!) / 3
    }
  }
  return { mean: sum / coloured, coloured }
}
