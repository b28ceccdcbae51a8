import * as z from 'zod'

/** Faces that figures can be set in. All are bundled, so that what is drawn does not hang on the machine. */
export const printFont = z.enum(['inter', 'arimo', 'tinos'])

/** How a figure is put on paper: what its drawing in CSS pixels becomes in print. */
export const print = z.object({
  /**
   * Printed size by drawn size. A figure draws its labels at 11 CSS pixels (8.25 pt); at a scale of 0.85 they are printed at 7 pt,
   * and its lines as much thinner.
   */
  scale: z.number().min(0.2).max(20),
  font: printFont,
  /** Whether text can be searched and edited in SVG and PDF, or is drawn as outlines that need no font. EPS always has outlines. */
  text: z.enum(['text', 'outlines']),
  /** Whether each cell of a matrix is a rectangle, or the whole matrix one image within vector axes: small files of large matrices. */
  cells: z.enum(['vectors', 'image']),
})

export type Print = z.infer<typeof print>
export type PrintFont = z.infer<typeof printFont>

export const plainPrint: Print = { scale: 1, font: 'inter', text: 'text', cells: 'vectors' }

/** Arimo and Tinos have the widths of Arial and Times New Roman, which stand first, so that an editor that has those uses them. */
export const fontFamilies: Readonly<Record<PrintFont, string>> = {
  inter: "Inter, 'Helvetica Neue', Arial, sans-serif",
  arimo: 'Arial, Helvetica, Arimo, sans-serif',
  tinos: "'Times New Roman', Times, Tinos, serif",
}

export const fontNames: Readonly<Record<PrintFont, string>> = {
  inter: 'Inter',
  arimo: 'Arimo (as Arial)',
  tinos: 'Tinos (as Times)',
}

const pointsPerPixel = 72 / 96

/** Of a length in CSS pixels, 96 to the inch. */
export function pointsOf(pixels: number): number {
  return pixels * pointsPerPixel
}

export const millimetresPerPixel = 25.4 / 96
