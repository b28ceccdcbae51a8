/** The levels of a grid's entries, one entry after the other; `grid` is base64 as in iq-grids.ts. */
export function unpackGrid(grid: string, levels: readonly number[]): Int8Array {
  const bits = levels.length > 4 ? 4 : 2
  const mask = (1 << bits) - 1
  return Int8Array.from(
    [...Buffer.from(grid, 'base64')].flatMap((byte) =>
      Array.from({ length: 8 / bits }, (_, place) => levels[(byte >> (place * bits)) & mask]!),
    ),
  )
}

/** Eight signs out of seven bits: the eighth makes the number of minus signs even (`ksigns_iq2xs` in ggml-common.h). */
export const evenSigns: Uint8Array = Uint8Array.from({ length: 128 }, (_, seven) => {
  let minuses = 0
  for (let bits = seven; bits > 0; bits >>= 1) minuses += bits & 1
  return seven | ((minuses & 1) << 7)
})
