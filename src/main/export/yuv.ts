/**
 * Red, green, blue and alpha as Y′CbCr of BT.709 in the range of video (ITU-R BT.709-6, 3.2 to 3.5): a plane of luma, then two of
 * chroma, each of which has the mean of two by two pixels. Width and height are even.
 */
export function yuvOf(pixels: Uint8Array, width: number, height: number, into: Uint8Array): void {
  const luma = width * height
  const chroma = luma / 4
  const half = width / 2
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [r, g, b] = [0, 0, 0]
      for (const at of [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1]) {
        const red = pixels[4 * at]!
        const green = pixels[4 * at + 1]!
        const blue = pixels[4 * at + 2]!
        into[at] = 16.5 + 0.182586 * red + 0.614231 * green + 0.062007 * blue
        r += red
        g += green
        b += blue
      }
      const at = luma + (y / 2) * half + x / 2
      into[at] = 128.5 + (-0.100644 * r - 0.338572 * g + 0.439216 * b) / 4
      into[at + chroma] = 128.5 + (0.439216 * r - 0.398942 * g - 0.040274 * b) / 4
    }
  }
}
