import type { epsFromSvg } from './eps'
import type { filmFile } from './film'
import type { glbFromSpace } from './gltf'
import type { pdfFromSvg } from './pdf'
import type { pngFromSvg } from './png'
import type { webpFromSvg } from './webp'

/** The renderers take a fifth of a second to load, which an engine that draws nothing should not wait for. */
export const drawPdf: typeof pdfFromSvg = async (...args) => (await import('./pdf')).pdfFromSvg(...args)
export const drawPng: typeof pngFromSvg = async (...args) => (await import('./png')).pngFromSvg(...args)
export const drawWebp: typeof webpFromSvg = async (...args) => (await import('./webp')).webpFromSvg(...args)
export const drawGlb: typeof glbFromSpace = async (...args) => (await import('./gltf')).glbFromSpace(...args)
export const drawFilm: typeof filmFile = async (...args) => (await import('./film')).filmFile(...args)
export const drawEps = async (...args: Parameters<typeof epsFromSvg>): Promise<string> =>
  (await import('./eps')).epsFromSvg(...args)
