const strides = [1, 2, 5, 10, 20, 50]
/** Room that a number needs, in pixels: `L` and two or three digits at 11 px, and a gap. */
const room = 30

/** Every how manieth layer is numbered, so that the numbers do not run into each other; `width` is that of one layer. */
export function tickStride(width: number): number {
  return strides.find((stride) => stride * width >= room) ?? 100
}
