import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import { inGroup } from './pdf-group'
import { type Pdf, paint, shapes, trace } from './pdf-shapes'
import { drawText, registerFonts } from './pdf-text'
import { type Provenance, provenanceName } from './provenance'
import { fraction, initialStyle, type Style, styleOf } from './svg-style'
import { childText, elementsOf, parseSvg, pixels, properties, svgSize, type XmlElement } from './svg-tree'

/** 96 CSS pixels and 72 points to the inch. */
const pointsPerPixel = 0.75

/**
 * An SVG text as a PDF of one page of its size: vectors stay vectors, and text stays text in subsets of the bundled fonts. The
 * provenance is attached as `tokentrace.json`. The same text gives the same bytes; no date is written. What our figures do
 * not use and the export does not draw (gradients, masks, markers …) throws an Error that names it.
 */
export async function pdfFromSvg(svg: string, origin: Provenance): Promise<Uint8Array> {
  const root = parseSvg(svg)
  const { width, height } = svgSize(root)
  const pdf = new PDFDocument({
    size: [inPoints(width), inPoints(height)],
    margin: 0,
    // The oldest that knows transparency, so that journals' checkers take it.
    pdfVersion: '1.4',
    info: {
      Title: childText(root, 'title') ?? 'Tokentrace figure',
      Creator: `Tokentrace ${origin.version}`,
      // pdfkit makes the file's identifier out of it; it is taken away again below.
      CreationDate: new Date(0),
    },
  })
  delete pdf.info.CreationDate
  // pdfkit's XMP wants the date and does not escape the title. All that it says stands in the document information too.
  ;(pdf as unknown as { endMetadata(): void }).endMetadata = () => undefined
  const bytes = buffer(pdf)
  drawSvg(pdf, root, (png, x, y, size) => pdf.image(png, x, y, size))
  pdf.file(Buffer.from(JSON.stringify(origin)), {
    name: `${provenanceName}.json`,
    type: 'application/json',
    description: 'How to make this figure again in Tokentrace',
  })
  pdf.end()
  return bytes
}

/** A page's side, without the last digits of what millimetres come to. */
export function inPoints(pixels: number): number {
  return Math.round(pixels * pointsPerPixel * 1e3) / 1e3
}

/** Puts a PNG into a rectangle. */
export type PutImage = (png: Buffer, x: number, y: number, size: { width: number; height: number }) => void

/** Draws an SVG at its size, from the page's upper left corner. */
export function drawSvg(pdf: Pdf, root: XmlElement, putImage: PutImage): void {
  const { width, height } = svgSize(root)
  registerFonts(pdf)
  pdf.scale(pointsPerPixel)
  fitViewBox(pdf, root, width, height)
  drawChildren(pdf, root, styleOf(root, initialStyle), { clips: clipPaths(root), putImage })
}

function fitViewBox(pdf: Pdf, root: XmlElement, width: number, height: number): void {
  const box = root.attributes.viewBox
    ?.trim()
    .split(/[\s,]+/)
    .map(Number)
  if (box === undefined) return
  const [x = 0, y = 0, w = width, h = height] = box
  const scale = Math.min(width / w, height / h)
  pdf.translate((width - w * scale) / 2, (height - h * scale) / 2)
  pdf.scale(scale)
  pdf.translate(-x, -y)
}

type ClipPaths = ReadonlyMap<string, XmlElement>

interface Means {
  readonly clips: ClipPaths
  readonly putImage: PutImage
}

function clipPaths(root: XmlElement): ClipPaths {
  const found = new Map<string, XmlElement>()
  const visit = (element: XmlElement) => {
    if (element.name === 'clipPath' && element.attributes.id !== undefined) found.set(element.attributes.id, element)
    elementsOf(element).forEach(visit)
  }
  visit(root)
  return found
}

const silent = new Set(['title', 'desc', 'metadata', 'defs', 'clipPath'])

function drawChildren(pdf: Pdf, parent: XmlElement, style: Style, means: Means): void {
  for (const child of elementsOf(parent)) draw(pdf, child, style, means)
}

function draw(pdf: Pdf, element: XmlElement, parent: Style, means: Means): void {
  const given = properties(element)
  if (silent.has(element.name) || given.display === 'none') return
  const style = styleOf(element, parent)
  const opacity = fraction(given.opacity ?? '1')
  if (opacity === 0) return
  pdf.save()
  if (given.transform !== undefined) transform(pdf, given.transform)
  if (given['clip-path'] !== undefined && given['clip-path'] !== 'none') clip(pdf, given['clip-path'], means.clips)
  const isText = element.name === 'text'
  if (element.name === 'g' || element.name === 'a') {
    const children = () => drawChildren(pdf, element, style, means)
    if (opacity < 1) inGroup(pdf, opacity, children)
    else children()
  } else if (element.name === 'image') {
    drawImage(element, means.putImage)
  } else if (isText || shapes.has(element.name)) {
    const leaf = (own: number) => {
      if (isText) drawText(pdf, element, style, own)
      else if (style.visible) paint(pdf, style, own, () => trace(pdf, element))
    }
    // Where fill and stroke overlap, only a group fades them as one.
    if (opacity < 1 && style.stroke !== null && style.fill !== null) inGroup(pdf, opacity, () => leaf(1))
    else leaf(opacity)
  } else {
    throw new Error(`The PDF export does not draw <${element.name}>.`)
  }
  pdf.restore()
}

/** A PNG within the figure: a matrix, a dot for each cell. It says for itself that dots are not to be smoothed. */
function drawImage(image: XmlElement, put: PutImage): void {
  const [, data] = /^data:image\/png;base64,(.*)$/s.exec(image.attributes.href ?? '') ?? []
  if (data === undefined)
    throw new Error('The PDF export draws images within the figure alone (data:image/png;base64).')
  const size = { width: pixels(image, 'width'), height: pixels(image, 'height') }
  put(Buffer.from(data, 'base64'), pixels(image, 'x', 0), pixels(image, 'y', 0), size)
}

function transform(pdf: Pdf, list: string): void {
  for (const [, name, inside] of list.matchAll(/([a-zA-Z]+)\s*\(([^)]*)\)/g)) {
    const [a = 0, b, c, d, e, f] = inside!
      .trim()
      .split(/[\s,]+/)
      .map(Number)
    if (name === 'translate') pdf.translate(a, b ?? 0)
    else if (name === 'scale') pdf.scale(a, b ?? a)
    else if (name === 'rotate') pdf.rotate(a, { origin: [b ?? 0, c ?? 0] })
    else if (name === 'matrix') pdf.transform(a, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0)
    else throw new Error(`The PDF export does not know the transform ${name}.`)
  }
}

function clip(pdf: Pdf, reference: string, clips: ClipPaths): void {
  const id = /^url\(['"]?#([^'")]+)['"]?\)$/.exec(reference)?.[1] ?? ''
  const path = clips.get(id)
  if (path === undefined) throw new Error(`The clip path ${reference} is not in the figure.`)
  if ((path.attributes.clipPathUnits ?? 'userSpaceOnUse') !== 'userSpaceOnUse') {
    throw new Error('The PDF export clips in user space alone.')
  }
  const traced = elementsOf(path).map((shape) => {
    if (shape.attributes.transform !== undefined) throw new Error('The PDF export clips by plain shapes alone.')
    return trace(pdf, shape)
  })
  // Nothing to clip by hides everything.
  if (!traced.includes(true)) pdf.rect(0, 0, 0, 0)
  pdf.clip()
}
