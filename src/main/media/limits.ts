/** Bytes of a file, and pixels and samples that come of it. */
export const imageBytes = 256 * 1024 * 1024
export const imagePixels = 100_000_000
export const soundBytes = 1024 * 1024 * 1024
export const soundSamples = 100_000_000
