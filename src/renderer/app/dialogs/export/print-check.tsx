import { TriangleAlert } from 'lucide-react'
import { fixed } from '../../../../shared/figures/numbers'
import { pointsOf } from '../../../../shared/figures/print'
import { type DrawnElement, leastPrinted, type Smallest, smallestOf } from '../../../../shared/figures/print-check'

/** What is smallest in a figure that is drawn in the page, as it will be printed. */
export function smallestPrinted(svg: SVGElement, scale: number): Smallest {
  const { text, line } = smallestOf(drawnElement(svg))
  const printed = (pixels: number | null) => (pixels === null ? null : pointsOf(pixels * scale))
  return { text: printed(text), line: printed(line) }
}

function drawnElement(element: Element): DrawnElement {
  return {
    name: element.localName,
    attribute: (name) => element.getAttribute(name),
    *children() {
      for (const child of element.children) yield drawnElement(child)
    },
  }
}

/** Says how small the smallest is printed, and warns where that is too small to be read. */
export function PrintCheck({ smallest }: { smallest: Smallest }) {
  const wrong = [
    tooSmall('text', smallest.text, leastPrinted.text),
    tooSmall('line', smallest.line, leastPrinted.line),
  ].filter((one) => one !== null)
  if (wrong.length === 0) {
    const said = [
      smallest.text !== null && `text from ${fixed(smallest.text, 1)} pt`,
      smallest.line !== null && `lines from ${fixed(smallest.line, 2)} pt`,
    ].filter((one) => one !== false)
    return <span>{`Prints ${said.join(', ')}`}</span>
  }
  return (
    <span className="print-warning" role="alert">
      <TriangleAlert size={13} />
      {`${wrong.join('; ')}. Choose a wider figure, larger type, or less in it.`}
    </span>
  )
}

function tooSmall(of: 'text' | 'line', printed: number | null, least: number): string | null {
  if (printed === null || printed >= least - 0.005) return null
  return of === 'text'
    ? `Smallest text prints at ${fixed(printed, 1)} pt, under ${least} pt`
    : `Thinnest line prints at ${fixed(printed, 2)} pt, under ${least} pt`
}
