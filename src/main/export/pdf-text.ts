import { fontFaces, fontFile } from './fonts'
import { type Pdf, paint, setFill } from './pdf-shapes'
import type { Style } from './svg-style'
import type { XmlElement } from './svg-tree'
import { glyphPaths, layOutText, type TextRun } from './text-layout'

/** Makes the bundled faces known under their names; only those that are used come into the file, and of them a subset. */
export function registerFonts(pdf: Pdf): void {
  for (const face of fontFaces) pdf.registerFont(face, fontFile(face))
}

/** Draws a `<text>` element: text stays text, its halo (`paint-order: stroke`) becomes outlines beneath it. */
export function drawText(pdf: Pdf, element: XmlElement, style: Style, opacity: number): void {
  for (const run of layOutText(element, style)) {
    if (!run.style.visible || run.text.trim() === '') continue
    const outlined = { ...run.style, fill: null }
    const halo = () => paint(pdf, outlined, opacity, () => traceGlyphs(pdf, run))
    pdf.save()
    if (run.style.strokeFirst) halo()
    if (run.style.fill !== null) fillText(pdf, run, opacity)
    if (!run.style.strokeFirst) halo()
    pdf.restore()
  }
}

function fillText(pdf: Pdf, run: TextRun, opacity: number): void {
  setFill(pdf, run.style, opacity)
  if (!run.covered) {
    // pdfkit gives the font's box for missing characters a wrong width, and it stands for no text: an outline does as well.
    if (traceGlyphs(pdf, run)) pdf.fill()
    return
  }
  pdf.font(run.face).fontSize(run.style.size).text(run.text, run.x, run.y, {
    lineBreak: false,
    baseline: 'alphabetic',
    characterSpacing: run.style.letterSpacing,
  })
}

function traceGlyphs(pdf: Pdf, run: TextRun): boolean {
  const paths = glyphPaths(run)
  for (const d of paths) pdf.path(d)
  return paths.length > 0
}
