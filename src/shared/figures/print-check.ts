import { type Print, plainPrint, pointsOf } from './print'

/** An element of a drawing, whether of a document on the screen or of a file. */
export interface DrawnElement {
  readonly name: string
  attribute(name: string): string | null
  children(): Iterable<DrawnElement>
}

/** Below these, in points, print is not read: the limits of most journals' guides. */
export const leastPrinted = { text: 6, line: 0.25 } as const

/** The smallest type, in pixels as drawn, that is still read when it is printed at a scale. */
export function leastDrawn({ scale }: Pick<Print, 'scale'> = plainPrint): number {
  return leastPrinted.text / pointsOf(scale)
}

/** The smallest that is in a drawing, in its own pixels; null where there is no text or no line. */
export interface Smallest {
  readonly text: number | null
  readonly line: number | null
}

/**
 * The smallest text and the thinnest line of a figure. Sizes are those of the attributes, inherited as SVG has it; figures set no other
 * way. What is not painted does not count.
 */
export function smallestOf(root: DrawnElement): Smallest {
  let text: number | null = null
  let line: number | null = null
  const least = (before: number | null, size: number) => (before === null ? size : Math.min(before, size))
  const visit = (element: DrawnElement, above: { size: number; width: number; stroke: string }) => {
    const own = {
      size: numberOf(element.attribute('font-size')) ?? above.size,
      width: numberOf(element.attribute('stroke-width')) ?? above.width,
      stroke: element.attribute('stroke') ?? above.stroke,
    }
    if (element.name === 'text' || element.name === 'tspan') text = least(text, own.size)
    else if (shapes.has(element.name) && own.stroke !== 'none' && own.width > 0) line = least(line, own.width)
    for (const child of element.children()) visit(child, own)
  }
  visit(root, { size: 16, width: 1, stroke: 'none' })
  return { text, line }
}

const shapes = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'])

function numberOf(text: string | null): number | null {
  const value = Number(text?.replace(/px$/, ''))
  return text === null || Number.isNaN(value) ? null : value
}
