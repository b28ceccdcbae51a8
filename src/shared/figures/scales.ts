import { scaleLinear } from 'd3-scale'
import type { FigureTheme } from './trajectory-spec'

/**
 * One hue from the paper to its deepest, in steps that look equal (light: ColorBrewer's Blues, Harrower and Brewer 2003; dark:
 * the same hue, from a dark paper up). Lightness alone tells the order, so it survives grey print and colour blindness.
 */
const blues: Readonly<Record<FigureTheme, readonly string[]>> = {
  light: ['#f7fbff', '#deebf7', '#c6dbef', '#9ecae1', '#6baed6', '#4292c6', '#2171b5', '#08519c', '#08306b'],
  dark: ['#171b23', '#1a2838', '#1d374f', '#204868', '#275b85', '#3573a3', '#5491c2', '#84b7de', '#c4e1f5'],
}

/** The scale's colours at equal steps, for programs that go between them themselves. */
export function sequentialStops(theme: FigureTheme): readonly string[] {
  return blues[theme]
}

/** Weights and probabilities: the colour of a share between 0 and 1. */
export function sequential(theme: FigureTheme): (share: number) => string {
  const stops = blues[theme]
  return scaleLinear<string>()
    .domain(stops.map((_, index) => index / (stops.length - 1)))
    .range(stops)
    .clamp(true)
}

/** Black or white, whichever is read better on a colour (`#rrggbb` or `rgb(r, g, b)`): the larger contrast of WCAG 2.2. */
export function inkOn(colour: string): string {
  const [dark, light] = ['#14171c', '#ffffff']
  const own = luminance(colour)
  return (own + 0.05) / (luminance(dark!) + 0.05) >= 1.05 / (own + 0.05) ? dark! : light!
}

/** Red, green and blue from 0 to 255, of `#rrggbb` or `rgb(r, g, b)`. */
export function channels(colour: string): [number, number, number] {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Math.round(Number(part)))
  return parts as [number, number, number]
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

/** Red below zero, blue above, the paper between (ColorBrewer's RdBu, safe for colour-blind readers). */
const redBlue: Readonly<Record<FigureTheme, readonly string[]>> = {
  light: ['#b2182b', '#d6604d', '#f4a582', '#fddbc7', '#f7f7f7', '#d1e5f0', '#92c5de', '#4393c3', '#2166ac'],
  dark: ['#f4a09a', '#d9655c', '#a83f3d', '#5e2a2e', '#1b1f27', '#1d374f', '#275b85', '#5491c2', '#9bcaf0'],
}

/** The same of signed values, from the lowest up. */
export function divergingStops(theme: FigureTheme): readonly string[] {
  return redBlue[theme]
}

/** Signed values: the colour of a share between −1 and 1, with zero in the middle. */
export function diverging(theme: FigureTheme): (share: number) => string {
  const stops = redBlue[theme]
  return scaleLinear<string>()
    .domain(stops.map((_, index) => (2 * index) / (stops.length - 1) - 1))
    .range(stops)
    .clamp(true)
}
