import type { JSX } from 'react'
import { ColourBar } from '../colour-bar'
import { coordinate } from '../numbers'
import { type FigureColours, type } from '../theme'
import { Plates } from '../trajectory/labels-layer'
import { classText, type KeyLayout, keyLine, keyTop, swatchGap, swatchRadius } from './map-layout'

/** What the colours of a map mean: a bar, or a dot for each class. */
export function KeyLayer({
  layout: { x, title, colours: key, boxes },
  colours,
  background,
}: {
  layout: KeyLayout
  colours: FigureColours
  background: string
}): JSX.Element | null {
  if (boxes.length === 0) return null
  return (
    <g id="key" fontSize={type.label} fill={colours.ink2}>
      <Plates id="key-plates" boxes={boxes} background={background} />
      <text x={coordinate(title.x)} y={title.y} fontSize={type.note} fontWeight={600} fill={colours.ink}>
        {title.text}
      </text>
      {key.kind === 'scale' ? (
        <ColourBar x={x} y={keyTop + 7} colour={key.colour} from={0} ink={colours.ink2} ends={key.ends} name="" />
      ) : (
        key.classes.map((one, index) => {
          const y = keyTop + (index + 1) * keyLine + 2
          return (
            <g key={index}>
              <circle cx={coordinate(x + swatchRadius)} cy={y - 4} r={swatchRadius} fill={one.colour} />
              <text x={coordinate(x + 2 * swatchRadius + swatchGap)} y={y}>
                {classText(one)}
              </text>
            </g>
          )
        })
      )}
    </g>
  )
}
