import type { JSX, ReactElement } from 'react'
import { FigureSheet } from './figure-sheet'
import type { PanelsSpec } from './figure-spec'
import { type Inset, InsetContext } from './inset'
import { coordinate } from './numbers'
import { panelLetter, writtenLetter } from './panel-letters'
import { layoutPanels } from './panels-layout'
import { figureColours, type } from './theme'
import { legible } from './words'

export interface DrawnPanel {
  readonly element: ReactElement
  readonly inset: Inset
  /** What it tells of itself when it stands alone. */
  readonly title: string
  readonly description: string
}

/** Several figures on one page, each with its letter; scales and legends that they share are shown once. */
export function PanelsFigure({ spec, panels }: { spec: PanelsSpec; panels: readonly DrawnPanel[] }): JSX.Element {
  const colours = figureColours[spec.theme]
  const places = layoutPanels(spec)
  const told = panels.map(({ title, description }, index) => {
    const label = spec.labels[index] ?? ''
    return [`(${panelLetter(index)})`, label && sentence(label), sentence(title), description].filter(Boolean).join(' ')
  })
  return (
    <FigureSheet
      spec={spec}
      title={`${panels.length} ${panels.length === 1 ? 'panel' : 'panels'}`}
      description={told.join(' ')}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      {panels.map(({ element, inset }, index) => {
        const { x, y } = places[index]!
        const letter = panelLetter(index)
        const written = writtenLetter(index, spec.letters)
        const label = legible(spec.labels[index] ?? '')
        return (
          <g key={letter} id={`panel-${letter}`} transform={`translate(${coordinate(x)} ${coordinate(y)})`}>
            <InsetContext value={inset}>{element}</InsetContext>
            {written + label !== '' && (
              <text x={2} y={-5} fontSize={type.strong} fill={colours.ink}>
                {written !== '' && <tspan fontWeight={600}>{written}</tspan>}
                {written !== '' && label !== '' && ' '}
                {label}
              </text>
            )}
          </g>
        )
      })}
    </FigureSheet>
  )
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}
