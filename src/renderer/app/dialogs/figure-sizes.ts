/** Widths of figures, as journals ask for them and as a slide shows them. */
export const figureWidths: readonly { readonly label: string; readonly mm: number }[] = [
  { label: 'Single column', mm: 84 },
  { label: '1.5 columns', mm: 128 },
  { label: 'Double column', mm: 174 },
  { label: 'Slide', mm: 254 },
]

const pixelsPerMm = 96 / 25.4

/** CSS pixels of a length on paper; figures are specified in these. */
export function pixelsOf(mm: number): number {
  return Math.round(mm * pixelsPerMm * 100) / 100
}

/** Dots of the PNG along a length on paper. */
export function dotsOf(mm: number, dpi: number): number {
  return Math.round((mm / 25.4) * dpi)
}

/** A length typed by hand, within what a figure may measure; null while it is none. */
export function millimetres(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && Number.isFinite(value) && value >= 32 && value <= 2000 ? value : null
}
