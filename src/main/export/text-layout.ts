import { type Font, openSync, type PathCommand } from 'fontkit'
import { fineCoordinate } from '../../shared/figures/numbers'
import { type FontFace, fontFaces, fontFile, nearestFace } from './fonts'
import { type Style, styleOf } from './svg-style'
import { contentOf, pixels, type XmlElement } from './svg-tree'

/** A stretch of text in one face and style. `x` and `y` is where its baseline starts, in user units. */
export interface TextRun {
  text: string
  readonly style: Style
  readonly face: FontFace
  /** False where no bundled font has the characters: boxes are drawn, as in the PNG. */
  readonly covered: boolean
  x: number
  y: number
}

const opened = new Map<FontFace, Font>()

function fontOf(face: FontFace): Font {
  let font = opened.get(face)
  if (font === undefined) {
    font = openSync(fontFile(face)) as Font
    opened.set(face, font)
  }
  return font
}

/** Lays all runs out along the line: an absolute x or y starts a chunk, and each chunk is anchored as a whole. */
export function layOutText(element: XmlElement, style: Style): TextRun[] {
  const runs: TextRun[] = []
  let chunk: TextRun[] = []
  let pen = { x: 0, y: 0 }
  /** Whether a space would follow a space, or start the text: those are not drawn. */
  let afterSpace = true

  const anchor = () => {
    const start = chunk[0]?.x ?? 0
    const end = chunk.at(-1)
    const width = end === undefined ? 0 : end.x + advance(end) - start
    const share = { start: 0, middle: 0.5, end: 1 }[chunk[0]?.style.anchor ?? 'start']
    for (const run of chunk) run.x -= width * share
    chunk = []
  }

  const visit = (node: XmlElement, own: Style) => {
    for (const name of ['x', 'y', 'dx', 'dy', 'rotate']) {
      if (/\d[\s,]+[-+.\d]/.test(node.attributes[name]?.trim() ?? '')) {
        throw new Error(`The PDF export places texts, not single letters (${name} on <${node.name}>).`)
      }
    }
    if (node === element || node.attributes.x !== undefined || node.attributes.y !== undefined) {
      anchor()
      pen = { x: pixels(node, 'x', node === element ? 0 : pen.x), y: pixels(node, 'y', node === element ? 0 : pen.y) }
    }
    pen = { x: pen.x + shift(node, 'dx', own), y: pen.y + shift(node, 'dy', own) }
    for (const part of contentOf(node)) {
      if (typeof part !== 'string') {
        if (part.name === 'title' || part.name === 'desc') continue
        if (part.name !== 'tspan') throw new Error(`The PDF export does not draw <${part.name}> within <text>.`)
        visit(part, styleOf(part, own))
        continue
      }
      let text = part.replaceAll(/[\t\n\r]/g, ' ')
      if (!own.preserveSpace) {
        text = text.replaceAll(/ +/g, ' ')
        if (afterSpace) text = text.replace(/^ /, '')
      }
      if (text !== '') afterSpace = text.endsWith(' ')
      for (const { face, covered, text: piece } of split(text, nearestFace(own.family, own.weight, own.italic))) {
        const run = { text: piece, style: own, face, covered, x: pen.x, y: pen.y + baselineShift(own, face) }
        runs.push(run)
        chunk.push(run)
        pen = { x: pen.x + advance(run), y: pen.y }
      }
    }
  }
  visit(element, style)
  const last = runs.at(-1)
  if (last !== undefined && !last.style.preserveSpace) last.text = last.text.replace(/ $/, '')
  anchor()
  return runs
}

/** `dx` or `dy`, in pixels or in em. */
function shift(node: XmlElement, name: 'dx' | 'dy', style: Style): number {
  const text = node.attributes[name]
  if (text?.endsWith('em')) return Number(text.slice(0, -2)) * style.size
  return pixels(node, name, 0)
}

function advance(run: TextRun): number {
  const { advanceWidth } = fontOf(run.face).layout(run.text)
  return (advanceWidth / fontOf(run.face).unitsPerEm) * run.style.size + run.style.letterSpacing * [...run.text].length
}

function baselineShift(style: Style, face: FontFace): number {
  const font = fontOf(face)
  const scale = style.size / font.unitsPerEm
  if (style.baseline === 'central') return ((font.ascent + font.descent) / 2) * scale
  if (style.baseline === 'middle') return (font.xHeight / 2) * scale
  return 0
}

/** Cuts text where the wished face lacks a character, and gives the piece to a bundled one that has it. */
function split(text: string, wished: FontFace): Pick<TextRun, 'text' | 'face' | 'covered'>[] {
  const pieces: Pick<TextRun, 'text' | 'face' | 'covered'>[] = []
  for (const letter of text) {
    const joins = /^(?:\p{M}|\u200d)/u.test(letter)
    const last = pieces.at(-1)
    const has = (face: FontFace) => fontOf(face).hasGlyphForCodePoint(letter.codePointAt(0)!)
    const face = has(wished) ? wished : fontFaces.find(has)
    const same = last !== undefined && last.face === (face ?? wished) && last.covered === (face !== undefined)
    if (last !== undefined && (joins || same)) last.text += letter
    else pieces.push({ text: letter, face: face ?? wished, covered: face !== undefined })
  }
  return pieces
}

/**
 * The outlines of a run's letters where they stand, each as the `d` of a path; blanks have none. TrueType's quadratic curves are
 * raised to cubic ones, since pdfkit draws the former as something else.
 */
export function glyphPaths(run: TextRun): string[] {
  const font = fontOf(run.face)
  const scale = run.style.size / font.unitsPerEm
  const { glyphs, positions } = font.layout(run.text)
  let x = run.x
  return glyphs.flatMap((glyph, index) => {
    const at = positions[index]!
    const [left, base] = [x + at.xOffset * scale, run.y - at.yOffset * scale]
    x += at.xAdvance * scale + run.style.letterSpacing
    const d = outlineOf(glyph.path.commands, (px, py) => [left + px * scale, base - py * scale])
    return d === '' ? [] : [d]
  })
}

type Place = (x: number, y: number) => readonly [number, number]

function outlineOf(commands: readonly PathCommand[], place: Place): string {
  let pen: readonly [number, number] = [0, 0]
  const written = (points: readonly (readonly [number, number])[]) =>
    points.map(([x, y]) => `${fineCoordinate(x)} ${fineCoordinate(y)}`).join(' ')
  return commands
    .map(({ command, args }) => {
      const points = Array.from({ length: args.length / 2 }, (_, at) => place(args[2 * at]!, args[2 * at + 1]!))
      const from = pen
      pen = points.at(-1) ?? pen
      switch (command) {
        case 'moveTo':
          return `M${written(points)}`
        case 'lineTo':
          return `L${written(points)}`
        case 'bezierCurveTo':
          return `C${written(points)}`
        case 'quadraticCurveTo': {
          const [through, to] = [points[0]!, points[1]!]
          return `C${written([towards(from, through), towards(to, through), to])}`
        }
        case 'closePath':
          return 'Z'
        default:
          throw new Error(`A letter is drawn with ${command}, which is not known.`)
      }
    })
    .join('')
}

/** Two thirds of the way: where a quadratic curve's one control point puts the two of the same cubic curve. */
function towards([x, y]: readonly [number, number], [tx, ty]: readonly [number, number]): [number, number] {
  return [x + ((tx - x) * 2) / 3, y + ((ty - y) * 2) / 3]
}
