import type { PictureFormat } from './figure-formats'
import type { PanelLetters } from './panel-letters'
import type { PrintFont } from './print'

/** What a venue asks of a figure: how wide it is printed, in which type, in which formats. */
export interface Preset {
  readonly id: string
  readonly venue: string
  /** Which of its widths: `column`, `page`. */
  readonly width: string
  readonly mm: number
  readonly font: PrintFont
  /** Size of labels as printed, in points. */
  readonly labelPt: number
  /** What the venue takes, the best first. */
  readonly formats: readonly PictureFormat[]
  /** Of formats made of dots. */
  readonly dpi: 150 | 300 | 600
  /** How its panels are lettered. */
  readonly letters: PanelLetters
}

const inch = 25.4

/** LaTeX includes PDF and PNG; pdflatex takes no SVG or EPS. */
const latex = ['pdf', 'png'] as const

/**
 * Lengths are the venues' own; each says where it stands. Conference styles leave the type within figures open: Times, which they
 * set their text in, at the size of their captions or a little less; and letters of panels, which are those of LaTeX's subcaption.
 */
export const presets: readonly Preset[] = [
  // neurips_2024.sty: \textwidth 5.5in, one column; captions in \normalsize 10 pt, Times.
  {
    ...{ id: 'neurips', venue: 'NeurIPS', width: 'text', mm: 5.5 * inch },
    ...{ font: 'tinos', labelPt: 8, formats: latex, dpi: 300, letters: 'parentheses' },
  },
  // icml2025.sty: \textwidth 6.75in, \columnsep 0.25in, so that a column is 3.25in; captions 9 pt, Times.
  {
    ...{ id: 'icml-column', venue: 'ICML', width: 'column', mm: 3.25 * inch },
    ...{ font: 'tinos', labelPt: 8, formats: latex, dpi: 300, letters: 'parentheses' },
  },
  {
    ...{ id: 'icml-page', venue: 'ICML', width: 'both columns', mm: 6.75 * inch },
    ...{ font: 'tinos', labelPt: 8, formats: latex, dpi: 300, letters: 'parentheses' },
  },
  // iclr2025_conference.sty: \textwidth 5.5in, Times.
  {
    ...{ id: 'iclr', venue: 'ICLR', width: 'text', mm: 5.5 * inch },
    ...{ font: 'tinos', labelPt: 8, formats: latex, dpi: 300, letters: 'parentheses' },
  },
  // acl.sty and the ACLPUB formatting guide: A4, 2.5 cm margins, text 16.0 cm wide, columns 7.7 cm with 0.6 cm between; captions 10 pt.
  {
    ...{ id: 'acl-column', venue: 'ACL, EMNLP', width: 'column', mm: 77 },
    ...{ font: 'tinos', labelPt: 8, formats: latex, dpi: 300, letters: 'parentheses' },
  },
  {
    ...{ id: 'acl-page', venue: 'ACL, EMNLP', width: 'both columns', mm: 160 },
    ...{ font: 'tinos', labelPt: 8, formats: latex, dpi: 300, letters: 'parentheses' },
  },
  // IEEE Author Center, “Accepted graphics file formats”: 3.5 in (21 picas) and 7.16 in (43 picas); PS, EPS, PDF, PNG, TIFF;
  // Times New Roman, Helvetica, Arial; labels of 8 to 10 pt; line art at 600 dpi.
  {
    ...{ id: 'ieee-column', venue: 'IEEE', width: 'column', mm: 3.5 * inch },
    ...{ font: 'arimo', labelPt: 8, formats: ['pdf', 'eps', 'png'], dpi: 600, letters: 'parentheses' },
  },
  {
    ...{ id: 'ieee-page', venue: 'IEEE', width: 'both columns', mm: 7.16 * inch },
    ...{ font: 'arimo', labelPt: 8, formats: ['pdf', 'eps', 'png'], dpi: 600, letters: 'parentheses' },
  },
  // Nature research figure guide, “Building and exporting figure panels”: 89 and 183 mm; Arial or Helvetica, 5 to 7 pt, not as
  // outlines; lines of 0.25 to 1 pt; AI, EPS, PDF; at least 300 dpi; panels lettered a, b, c in bold.
  {
    ...{ id: 'nature-column', venue: 'Nature', width: 'column', mm: 89 },
    ...{ font: 'arimo', labelPt: 6.5, formats: ['pdf', 'eps'], dpi: 300, letters: 'bold' },
  },
  {
    ...{ id: 'nature-page', venue: 'Nature', width: 'both columns', mm: 183 },
    ...{ font: 'arimo', labelPt: 6.5, formats: ['pdf', 'eps'], dpi: 300, letters: 'bold' },
  },
  // PowerPoint's and Google Slides' widescreen page: 13.333 × 7.5 in. A figure within it, with an inch to either side.
  {
    ...{ id: 'slide', venue: 'Slide 16:9', width: 'within margins', mm: 11.333 * inch },
    ...{ font: 'inter', labelPt: 16, formats: ['svg', 'png', 'pdf', 'webp'], dpi: 150, letters: 'capitals' },
  },
  // A0 upright is 841 mm wide (ISO 216); a figure of one of its two columns, read from 1.5 m.
  {
    ...{ id: 'poster', venue: 'Poster A0', width: 'column', mm: 390 },
    ...{ font: 'inter', labelPt: 24, formats: ['pdf', 'svg', 'png'], dpi: 300, letters: 'capitals' },
  },
]
