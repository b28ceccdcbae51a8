import { type RenderedImage, type ResvgRenderOptions, renderAsync } from '@resvg/resvg-js'
import { Fault } from '../../shared/fault'
import { fontFaces, fontFile } from './fonts'
import { svgSize } from './svg-tree'

/** 400 MB of pixels; the renderer holds them all. */
const mostPixels = 100e6

/** An SVG text in dots, drawn with the bundled fonts alone. Throws an `input` fault when there would be too many of them. */
export async function dotsFromSvg(svg: string, dpi: number, signal?: AbortSignal): Promise<RenderedImage> {
  const { width, height } = svgSize(svg)
  const [across, down] = [width, height].map((pixels) => Math.max(1, Math.round((pixels * dpi) / 96))) as [
    number,
    number,
  ]
  if (across * down > mostPixels) {
    throw Fault.input(`A picture of ${Math.round((across * down) / 1e6)} million pixels is too large`, {
      place: `${Math.round(width)} × ${Math.round(height)} px at ${dpi} dpi`,
      remedy: 'Choose fewer dots per inch, or a smaller figure.',
    })
  }
  const options: ResvgRenderOptions = {
    fitTo: { mode: 'width', value: across },
    font: { loadSystemFonts: false, fontFiles: fontFaces.map(fontFile), defaultFontFamily: 'Inter' },
  }
  // resvg takes each signal once, and a film is drawn under one.
  return renderAsync(plainDots(spacesBeforeTspans(svg)), options, signal ? AbortSignal.any([signal]) : null)
}

/** resvg smooths an image unless it is told so in SVG's own old word. */
function plainDots(svg: string): string {
  return svg.replaceAll('style="image-rendering:pixelated"', 'image-rendering="optimizeSpeed"')
}

/** resvg loses a space that opens a <tspan> after a letter; before the tag it draws it. */
function spacesBeforeTspans(svg: string): string {
  return svg.replaceAll(/(?<=[^\s>])((?:<\/?tspan\b[^>]*>)+) /g, ' $1')
}
