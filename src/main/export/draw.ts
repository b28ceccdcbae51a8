import type { pdfFromSvg } from './pdf'
import type { pngFromSvg } from './png'

/** The renderers take a fifth of a second to load, which an engine that draws nothing should not wait for. */
export const drawPdf: typeof pdfFromSvg = async (...args) => (await import('./pdf')).pdfFromSvg(...args)
export const drawPng: typeof pngFromSvg = async (...args) => (await import('./png')).pngFromSvg(...args)
