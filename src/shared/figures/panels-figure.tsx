import type { JSX, ReactElement } from 'react'
import { FigureSheet } from './figure-sheet'
import type { PanelsSpec } from './figure-spec'
import { type Inset, InsetContext } from './inset'
import { coordinate } from './numbers'
import { figureColours } from './theme'

/** Between panels, and above each for its letter, in CSS pixels as drawn. */
const gap = 12
const letterHeight = 18

export interface PlacedPanel {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Where panels stand on a page of so many columns: all of one width, each as tall as its own shape asks for, rows as tall as their
 * tallest. What the page has more or less of height than they need is shared out among the rows.
 */
export function layoutPanels({ width, height, columns, panels }: PanelsSpec): PlacedPanel[] {
  const across = Math.min(columns, panels.length)
  const own = (width - gap * (across - 1)) / across
  const rows = Array.from({ length: Math.ceil(panels.length / across) }, (_, row) => {
    return panels.slice(row * across, (row + 1) * across)
  })
  const wanted = rows.map((row) => Math.max(...row.map((panel) => (own * panel.height) / panel.width)))
  const room = height - rows.length * letterHeight - gap * (rows.length - 1)
  const share = room / wanted.reduce((sum, one) => sum + one, 0)
  let y = 0
  return rows.flatMap((row, index) => {
    const tall = wanted[index]! * share
    const placed = row.map((_, column) => ({
      x: column * (own + gap),
      y: y + letterHeight,
      width: own,
      height: tall,
    }))
    y += letterHeight + tall + gap
    return placed
  })
}

/** The height of a page that gives each of its panels the shape that it has alone. */
export function pageHeight(page: Pick<PanelsSpec, 'width' | 'columns' | 'panels'>): number {
  const across = Math.min(page.columns, page.panels.length)
  const own = (page.width - gap * (across - 1)) / across
  const tallest = (from: number) =>
    Math.max(...page.panels.slice(from, from + across).map((panel) => (own * panel.height) / panel.width))
  let height = -gap
  for (let from = 0; from < page.panels.length; from += across) height += letterHeight + tallest(from) + gap
  return height
}

/** `a` for the first. */
export const panelLetter = (index: number) => String.fromCharCode(97 + index)

/** Several figures on one page, each with its letter; scales and legends that they share are shown once. */
export function PanelsFigure({
  spec,
  panels,
}: {
  spec: PanelsSpec
  panels: readonly { readonly element: ReactElement; readonly inset: Inset; readonly title: string }[]
}): JSX.Element {
  const colours = figureColours[spec.theme]
  const places = layoutPanels(spec)
  const told = panels.map(({ title }, index) => `(${panelLetter(index)}) ${title}.`).join(' ')
  return (
    <FigureSheet spec={spec} title={`${panels.length} panels`} description={told}>
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      {panels.map(({ element, inset }, index) => {
        const { x, y } = places[index]!
        const letter = panelLetter(index)
        return (
          <g key={letter} id={`panel-${letter}`} transform={`translate(${coordinate(x)} ${coordinate(y)})`}>
            <InsetContext value={inset}>{element}</InsetContext>
            <text x={2} y={-5} fontSize={12} fontWeight={600} fill={colours.ink}>
              {`(${letter})`}
            </text>
          </g>
        )
      })}
    </FigureSheet>
  )
}
