import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { dotsFromSvg } from './dots'
import { legalXml } from './svg-document'

/** One frame in dots. */
export interface FrameDots {
  readonly width: number
  readonly height: number
  /** Red, green, blue and alpha, row by row. Frames are opaque. */
  readonly pixels: Uint8Array
}

/** Draws one frame of a film as PNG files are drawn, a CSS pixel a dot. */
export async function frameDots(figure: ReactElement, signal?: AbortSignal): Promise<FrameDots> {
  const { width, height, pixels } = await dotsFromSvg(legalXml(renderToStaticMarkup(figure)), 96, signal)
  return { width, height, pixels }
}
