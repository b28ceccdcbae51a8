import type { JSX } from 'react'
import type { Box, PlacedLabel } from '../label-layout'
import { coordinate } from '../numbers'
import type { FigureColours } from '../theme'
import { svgLine } from './svg'

interface Props {
  readonly labels: readonly PlacedLabel[]
  readonly colours: FigureColours
  readonly background: string
}

/** Each label on a plate of the background's colour, which keeps the dots and lines under it from its letters. */
export function LabelsLayer({ labels, colours, background }: Props): JSX.Element {
  return (
    <g id="labels">
      <g id="leaders" stroke={colours.ink3} strokeWidth={0.8}>
        {labels.map(
          ({ key, leader, opacity }) => leader && <line key={key} {...svgLine(leader)} {...strokeShare(opacity)} />,
        )}
      </g>
      <Plates id="label-plates" boxes={labels.filter(isThere).map(({ box }) => box)} background={background} />
      {labels.map((label) => (
        <Label key={label.key} label={label} colours={colours} />
      ))}
    </g>
  )
}

/** A plate under a word that is hardly there would be seen as a hole in what lies under it. */
function isThere({ opacity = 1 }: PlacedLabel): boolean {
  return opacity > 0.5
}

const strokeShare = (opacity: number | undefined) =>
  opacity === undefined ? {} : { strokeOpacity: coordinate(opacity) }

interface PlatesProps {
  readonly id: string
  readonly boxes: readonly Box[]
  readonly background: string
}

export function Plates({ id, boxes, background }: PlatesProps): JSX.Element {
  return (
    <g id={id} fill={background} fillOpacity={0.85}>
      {boxes.map((box, index) => (
        <rect
          key={index}
          x={coordinate(box.x0)}
          y={coordinate(box.y0)}
          width={coordinate(box.x1 - box.x0)}
          height={coordinate(box.y1 - box.y0)}
          rx={2}
        />
      ))}
    </g>
  )
}

function Label({ label, colours }: { label: PlacedLabel; colours: FigureColours }): JSX.Element {
  const { key, text, note, anchor, x, y, size, weight, opacity } = label
  return (
    <text
      id={`label-${key.replace(':', '-')}`}
      x={coordinate(x)}
      y={coordinate(y)}
      textAnchor={anchor}
      fontSize={size}
      fontWeight={weight}
      fill={weight === 600 && !key.startsWith('axis') ? colours.ink : colours.ink2}
      {...(opacity === undefined ? {} : { fillOpacity: coordinate(opacity) })}
    >
      {text}
      {note !== '' && (
        <tspan fontWeight={400} fill={colours.ink2}>
          {`\u00a0${note}`}
        </tspan>
      )}
    </text>
  )
}
