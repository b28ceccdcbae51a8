import PDFDocument from 'pdfkit'
import { channels } from '../../shared/figures/scales'
import { epsImage } from './eps-image'
import { drawSvg, inPoints } from './pdf'
import type { Pdf } from './pdf-shapes'
import { type Provenance, provenanceName } from './provenance'
import { withoutTransparency } from './svg-flat'
import { writeSvg } from './svg-node'
import { outlineText } from './svg-outlines'
import { childText, parseSvg, svgSize } from './svg-tree'

/** PDF's operators for what is drawn here, in PostScript's words, as cairo's own EPS has them. A paint is set right before it is used. */
const operators = `/q {gsave} bind def
/Q {grestore} bind def
/cm {6 array astore concat} bind def
/w {setlinewidth} bind def
/J {setlinecap} bind def
/j {setlinejoin} bind def
/M {setmiterlimit} bind def
/d {setdash} bind def
/m {moveto} bind def
/l {lineto} bind def
/c {curveto} bind def
/h {closepath} bind def
/re {4 2 roll moveto 1 index 0 rlineto 0 exch rlineto neg 0 rlineto closepath} bind def
/f {fill} bind def
/f* {eofill} bind def
/S {stroke} bind def
/W {clip} bind def
/W* {eoclip} bind def
/n {newpath} bind def
/cs {pop} bind def
/CS {pop} bind def
/scn {setrgbcolor} bind def
/SCN {setrgbcolor} bind def`

/** Comments in PostScript end with the line, and lines at 255 characters. */
const longestComment = 200

/**
 * An SVG text as Encapsulated PostScript, in vectors, of level 2, or 3 where it holds images. Text becomes outlines, so that no font is
 * missed. PostScript knows no transparency: paints and images are blended with the paper. The provenance stands in comments, in base64.
 */
export function epsFromSvg(svg: string, paper: string, origin: Provenance): string {
  const outlined = parseSvg(writeSvg(outlineText(parseSvg(svg))))
  const root = parseSvg(writeSvg(withoutTransparency(outlined, paper)))
  const size = svgSize(root)
  const [width, height] = [inPoints(size.width), inPoints(size.height)]
  let level = 2
  const body = operatorsOf(width, height, (pdf, write) =>
    drawSvg(pdf, root, (png, x, y, size) => {
      pdf.save().transform(size.width, 0, 0, size.height, x, y)
      write(epsImage(png, channels(paper)))
      level = 3
      pdf.restore()
    }),
  )
  const told = Buffer.from(JSON.stringify(origin)).toString('base64')
  const lines = told.match(new RegExp(`.{1,${longestComment}}`, 'g')) ?? []
  return [
    '%!PS-Adobe-3.0 EPSF-3.0',
    `%%BoundingBox: 0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    `%%HiResBoundingBox: 0 0 ${width.toFixed(4)} ${height.toFixed(4)}`,
    `%%Creator: Tokentrace ${origin.version}`,
    `%%Title: ${plain(childText(root, 'title') ?? 'Tokentrace figure')}`,
    `%%LanguageLevel: ${level}`,
    '%%EndComments',
    ...lines.map((line) => `%${provenanceName}:${line}`),
    operators,
    'gsave',
    `1 0 0 -1 0 ${height.toFixed(4)} cm`,
    body,
    'grestore',
    '%%EOF',
    '',
  ].join('\n')
}

/** What pdfkit would write on a page of this size, in its own operators. */
function operatorsOf(width: number, height: number, draw: (pdf: Pdf, write: (line: string) => void) => void): string {
  const pdf = new PDFDocument({ size: [width, height], margin: 0, compress: false })
  const written: string[] = []
  const page = pdf.page as unknown as { write(chunk: string): void }
  const write = (chunk: string) => void written.push(chunk)
  page.write = write
  draw(pdf, write)
  return written.join('\n')
}

/** Structure comments are in ASCII. */
function plain(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, '?').slice(0, longestComment)
}
