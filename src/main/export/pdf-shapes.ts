import type { Paint, Style } from './svg-style'
import { pixels, type XmlElement } from './svg-tree'

export type Pdf = PDFKit.PDFDocument

export const shapes = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'])

/** Adds the outline of a basic shape to the current path. False for one that SVG does not draw, as of no size. */
export function trace(pdf: Pdf, shape: XmlElement): boolean {
  const at = (name: string) => pixels(shape, name, 0)
  switch (shape.name) {
    case 'path': {
      const d = shape.attributes.d?.trim() ?? ''
      if (d === '' || d === 'none') return false
      pdf.path(d)
      return true
    }
    case 'rect': {
      const [width, height] = [at('width'), at('height')]
      if (width <= 0 || height <= 0) return false
      const radius = pixels(shape, 'rx', pixels(shape, 'ry', 0))
      if (radius !== pixels(shape, 'ry', radius)) throw new Error('The PDF export draws round corners only, rx = ry.')
      if (radius > 0) pdf.roundedRect(at('x'), at('y'), width, height, Math.min(radius, width / 2, height / 2))
      else pdf.rect(at('x'), at('y'), width, height)
      return true
    }
    case 'circle':
    case 'ellipse': {
      const [rx, ry] = shape.name === 'circle' ? [at('r'), at('r')] : [at('rx'), at('ry')]
      if (rx <= 0 || ry <= 0) return false
      pdf.ellipse(at('cx'), at('cy'), rx, ry)
      return true
    }
    case 'line':
      pdf.moveTo(at('x1'), at('y1')).lineTo(at('x2'), at('y2'))
      return true
    case 'polyline':
    case 'polygon': {
      const numbers =
        (shape.attributes.points ?? '').match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi)?.map(Number) ?? []
      if (numbers.length < 4) return false
      for (let i = 0; i + 1 < numbers.length; i += 2) {
        if (i === 0) pdf.moveTo(numbers[0]!, numbers[1]!)
        else pdf.lineTo(numbers[i]!, numbers[i + 1]!)
      }
      if (shape.name === 'polygon') pdf.closePath()
      return true
    }
    default:
      throw new Error(`<${shape.name}> is not a basic shape.`)
  }
}

/** Fills and strokes what `outline` adds to the path, in the style's order. `outline` is called once for each paint. */
export function paint(pdf: Pdf, style: Style, opacity: number, outline: () => boolean): void {
  const fill = () => {
    if (style.fill === null || !outline()) return
    setFill(pdf, style, opacity)
    pdf.fill(style.fillRule)
  }
  const stroke = () => {
    if (style.stroke === null || style.strokeWidth <= 0 || !outline()) return
    setStroke(pdf, style, opacity)
    pdf.stroke()
  }
  for (const step of style.strokeFirst ? [stroke, fill] : [fill, stroke]) step()
}

export function setFill(pdf: Pdf, style: Style, opacity: number): void {
  const { colour, opacity: own } = style.fill as Paint
  pdf.fillColor(colour)
  const whole = own * style.fillOpacity * opacity
  if (whole < 1) pdf.fillOpacity(whole)
}

function setStroke(pdf: Pdf, style: Style, opacity: number): void {
  const { colour, opacity: own } = style.stroke as Paint
  pdf.strokeColor(colour)
  const whole = own * style.strokeOpacity * opacity
  if (whole < 1) pdf.strokeOpacity(whole)
  pdf.lineWidth(style.strokeWidth).lineCap(style.cap).lineJoin(style.join).miterLimit(style.miterLimit)
  // pdfkit takes lists here, and zeros in them (round dots); its types know single numbers alone.
  if (style.dashes.length > 0) pdf.dash(style.dashes as unknown as number, { phase: style.dashOffset })
}
