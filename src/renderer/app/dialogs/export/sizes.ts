import { pointsOf } from '../../../../shared/figures/print'
import { type } from '../../../../shared/figures/theme'

const pixelsPerMm = 96 / 25.4

/** CSS pixels of a length on paper. */
export function pixelsOf(mm: number): number {
  return mm * pixelsPerMm
}

/** Dots along a length on paper. */
export function dotsOf(mm: number, dpi: number): number {
  return Math.round((mm / 25.4) * dpi)
}

/** A length typed by hand, within what a figure may measure; null while it is none. */
export function millimetres(text: string): number | null {
  const value = numberOf(text)
  return value !== null && value >= 32 && value <= 2000 ? value : null
}

/** A size of type typed by hand, in points, within reason. */
export function points(text: string): number | null {
  const value = numberOf(text)
  return value !== null && value >= 4 && value <= 72 ? value : null
}

/** What a figure is to be scaled by, so that its labels are printed at so many points. */
export function scaleOf(labelPt: number): number {
  return labelPt / pointsOf(type.label)
}

/** As a length in millimetres is written: a tenth where there is one. */
export function lengthText(mm: number): string {
  return String(Math.round(mm * 10) / 10)
}

function numberOf(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && Number.isFinite(value) ? value : null
}
