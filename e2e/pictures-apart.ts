import type { DecodedPng } from 'fast-png'

/** Side of the squares that two renderings are compared in, in dots: of two programs' edges and letters none is the other's. */
const square = 12

/** By how much of all light the mean of a square is apart at most. */
export function mostApart(a: DecodedPng, b: DecodedPng): number {
  let most = 0
  for (let top = 0; top + square <= Math.min(a.height, b.height); top += square) {
    for (let left = 0; left + square <= Math.min(a.width, b.width); left += square) {
      most = Math.max(most, Math.abs(lightOf(a, left, top) - lightOf(b, left, top)))
    }
  }
  return most
}

function lightOf({ data, width, channels, depth }: DecodedPng, left: number, top: number): number {
  let sum = 0
  for (let y = top; y < top + square; y++) {
    for (let x = left; x < left + square; x++) {
      for (let channel = 0; channel < 3; channel++) sum += data[(y * width + x) * channels + channel]!
    }
  }
  return sum / (3 * square ** 2 * (2 ** depth - 1))
}
