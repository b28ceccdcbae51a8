import * as z from 'zod'

/** Everything that a figure can be saved as. Which of them one kind of figure has is told by `formatsOf` (figure-traits.ts). */
export const figureFormat = z.enum([
  ...['svg', 'pdf', 'eps', 'png', 'webp'],
  ...['glb', 'gif', 'mp4'],
  ...['tex', 'vega-lite'],
  ...['csv', 'json', 'npz', 'safetensors'],
] as const)

export type FigureFormat = z.infer<typeof figureFormat>
export type FilmFormat = Extract<FigureFormat, 'gif' | 'mp4'>
export type PictureFormat = Extract<FigureFormat, 'svg' | 'pdf' | 'eps' | 'png' | 'webp'>

export interface FormatFacts {
  /** As the dialog writes it. */
  readonly name: string
  /** Of the file's name. */
  readonly ending: string
  readonly type: string
  /** Pictures in lines or in dots, things in space, a moving picture, charts for other programs to draw, numbers. */
  readonly of: 'lines' | 'dots' | 'space' | 'film' | 'chart' | 'numbers'
  /** What is in it, in one line. */
  readonly holds: string
}

export const formatFacts: Readonly<Record<FigureFormat, FormatFacts>> = {
  svg: { name: 'SVG', ending: 'svg', type: 'image/svg+xml', of: 'lines', holds: 'Vectors in named layers' },
  pdf: {
    name: 'PDF',
    ending: 'pdf',
    type: 'application/pdf',
    of: 'lines',
    holds: 'Vectors, with their fonts embedded',
  },
  eps: {
    ...{ name: 'EPS', ending: 'eps', type: 'application/postscript', of: 'lines' },
    holds: 'Vectors, text as outlines; what is transparent is blended with the paper',
  },
  png: { name: 'PNG', ending: 'png', type: 'image/png', of: 'dots', holds: 'Dots' },
  webp: { name: 'WebP', ending: 'webp', type: 'image/webp', of: 'dots', holds: 'Dots, without loss' },
  glb: {
    ...{ name: 'glTF', ending: 'glb', type: 'model/gltf-binary', of: 'space' },
    holds: 'The scene in 3D with its names and numbers, to be turned in other programs',
  },
  gif: {
    ...{ name: 'GIF', ending: 'gif', type: 'image/gif', of: 'film' },
    holds: 'A moving picture in 255 colours, which plays wherever pictures are shown',
  },
  mp4: {
    ...{ name: 'MP4', ending: 'mp4', type: 'video/mp4', of: 'film' },
    holds: 'A film in H.264, for slides and players',
  },
  tex: {
    ...{ name: 'PGFPlots', ending: 'tex', type: 'application/x-tex', of: 'chart' },
    holds: 'A LaTeX drawing with its numbers, set in the paper’s own type',
  },
  'vega-lite': {
    ...{ name: 'Vega-Lite', ending: 'vl.json', type: 'application/json', of: 'chart' },
    holds: 'A chart’s specification with its numbers',
  },
  csv: { name: 'CSV', ending: 'csv', type: 'text/csv', of: 'numbers', holds: 'The numbers that are shown, as a table' },
  json: { name: 'JSON', ending: 'json', type: 'application/json', of: 'numbers', holds: 'The numbers that are shown' },
  npz: {
    ...{ name: 'NPZ', ending: 'npz', type: 'application/zip', of: 'numbers' },
    holds: 'The numbers that are shown, as NumPy arrays in F64',
  },
  safetensors: {
    ...{ name: 'safetensors', ending: 'safetensors', type: 'application/octet-stream', of: 'numbers' },
    holds: 'The numbers that are shown, as tensors in F64; words in its metadata',
  },
}

export function isPicture(format: FigureFormat): format is PictureFormat {
  return formatFacts[format].of === 'lines' || formatFacts[format].of === 'dots'
}

export function isFilm(format: FigureFormat): format is FilmFormat {
  return formatFacts[format].of === 'film'
}
