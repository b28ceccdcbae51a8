import { pngAddress } from '../png-address'

/** A disc of the picture, in CSS pixels, in a colour from 0 to 255 and with an opacity. */
export type PutDisc = (x: number, y: number, radius: number, tint: ArrayLike<number>, opacity: number) => void

/**
 * Very many discs as one PNG with a transparent ground, in a `data:` address: each is laid over those before it, with edges as soft
 * as a dot is wide. Deterministic.
 */
export function pointsImage(
  { width, height, dots }: { readonly width: number; readonly height: number; readonly dots: number },
  put: (disc: PutDisc) => void,
): string {
  const columns = Math.max(1, Math.round(width * dots))
  const rows = Math.max(1, Math.round(height * dots))
  // Red, green and blue times opacity, and opacity.
  const laid = new Float32Array(columns * rows * 4)
  put((x, y, radius, tint, opacity) => {
    const [middleX, middleY, edge] = [x * dots, y * dots, radius * dots]
    const [x0, x1] = [Math.max(0, Math.floor(middleX - edge - 1)), Math.min(columns - 1, Math.ceil(middleX + edge))]
    const [y0, y1] = [Math.max(0, Math.floor(middleY - edge - 1)), Math.min(rows - 1, Math.ceil(middleY + edge))]
    for (let row = y0; row <= y1; row++) {
      for (let column = x0; column <= x1; column++) {
        const away = Math.hypot(column + 0.5 - middleX, row + 0.5 - middleY)
        const cover = opacity * Math.min(1, Math.max(0, edge + 0.5 - away))
        if (cover <= 0) continue
        const at = (row * columns + column) * 4
        for (let channel = 0; channel < 3; channel++) {
          laid[at + channel] = tint[channel]! * cover + laid[at + channel]! * (1 - cover)
        }
        laid[at + 3] = cover + laid[at + 3]! * (1 - cover)
      }
    }
  })
  const data = new Uint8Array(laid.length)
  for (let at = 0; at < laid.length; at += 4) {
    const opacity = laid[at + 3]!
    for (let channel = 0; channel < 3; channel++) {
      data[at + channel] = opacity > 0 ? Math.round(laid[at + channel]! / opacity) : 0
    }
    data[at + 3] = Math.round(opacity * 255)
  }
  return pngAddress({ width: columns, height: rows, kind: 'colour and opacity', data, level: 6 })
}
