import { useEffect, useRef } from 'react'
import type { Picture } from '../../shared/media-input'

/** An image as it is, a dot for each of its pixels; CSS says how large. */
export function PictureCanvas({ picture }: { picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    context?.putImageData(imageDataOf(picture), 0, 0)
  }, [picture])
  return <canvas ref={canvas} width={picture.width} height={picture.height} />
}

export function imageDataOf({ width, height, data }: Picture): ImageData {
  const image = new ImageData(width, height)
  for (let at = 0; at < width * height; at++) {
    image.data.set(data.subarray(at * 3, at * 3 + 3), at * 4)
    image.data[at * 4 + 3] = 255
  }
  return image
}
