/** An image in 8-bit RGB: three numbers for each pixel, row by row from the top. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
