import type { JSX } from 'react'
import { useInset } from '../inset'
import { type Legend, type LegendEntry, swatchWidth } from '../legend'
import { coordinate } from '../numbers'
import { type FigureColours, type } from '../theme'
import { otherRadius } from '../trajectory-layout'
import { Arrow } from './arrows-layer'
import { Plates } from './labels-layer'
import { otherStroke } from './others-layer'
import { pathStroke, squareSide, stationStroke } from './path-layer'

interface Props {
  readonly legend: Legend
  readonly colours: FigureColours
  readonly background: string
}

export function LegendLayer({ legend, colours, background }: Props): JSX.Element | null {
  const isExplained = useInset()?.explained ?? false
  if (isExplained) return null
  return (
    <g id="legend" fontSize={type.note}>
      <Plates id="legend-plates" boxes={legend.boxes} background={background} />
      {legend.entries.map((entry) => (
        <g key={entry.mark} id={`legend-${entry.mark}`}>
          <Swatch entry={entry} colours={colours} background={background} />
          <text x={coordinate(entry.textX)} y={entry.y} fill={colours.ink2}>
            {entry.text}
          </text>
        </g>
      ))}
    </g>
  )
}

interface SwatchProps {
  readonly entry: LegendEntry
  readonly colours: FigureColours
  readonly background: string
}

function Swatch({ entry, colours, background }: SwatchProps): JSX.Element {
  const [x1, x2, y] = [coordinate(entry.x), coordinate(entry.x + swatchWidth), entry.y - 4]
  const line = { x1, x2: x2 - 3, y1: y, y2: y, strokeWidth: pathStroke.width }
  const side = 3 * squareSide
  switch (entry.mark) {
    case 'attention':
      return (
        <>
          <line {...line} stroke={colours.attention} strokeLinecap="round" />
          <circle cx={x2 - 3} cy={y} r={3} fill={background} stroke={colours.attention} strokeWidth={stationStroke} />
        </>
      )
    case 'cross':
      return (
        <>
          <line {...line} stroke={colours.cross} strokeLinecap="round" />
          <circle cx={x2 - 3} cy={y} r={3.7} fill={colours.cross} />
        </>
      )
    case 'mlp':
      return (
        <>
          <line {...line} stroke={colours.mlp} strokeDasharray={`${pathStroke.dash} ${pathStroke.gap}`} />
          <rect
            x={coordinate(x2 - 3 - side / 2)}
            y={coordinate(y - side / 2)}
            width={side}
            height={side}
            fill={background}
            stroke={colours.mlp}
            strokeWidth={stationStroke}
          />
        </>
      )
    case 'part':
    case 'cross-part':
      return (
        <Arrow line={{ x1, x2, y1: y, y2: y }} colour={entry.mark === 'part' ? colours.attention : colours.cross} />
      )
    case 'other':
      return (
        <>
          <line {...line} stroke={colours.ink3} strokeWidth={otherStroke.width} strokeOpacity={otherStroke.opacity} />
          <circle cx={x2 - 3} cy={y} r={otherRadius} fill={colours.ink3} />
        </>
      )
    case 'word':
      return <circle cx={coordinate(entry.x + 2.5)} cy={y} r={2} fill={colours.ink2} />
  }
}
