import type { JSX } from 'react'
import type { Caption } from '../caption'
import { type FigureColours, type } from '../theme'
import { Plates } from './labels-layer'

interface Props {
  readonly caption: Caption
  readonly colours: FigureColours
  readonly background: string
}

export function CaptionLayer({ caption, colours, background }: Props): JSX.Element {
  return (
    <g id="caption" fontSize={type.note} fill={colours.ink2}>
      <Plates id="caption-plates" boxes={caption.boxes} background={background} />
      {caption.lines.map(({ text, x, y }) => (
        <text key={y} x={x} y={y}>
          {text}
        </text>
      ))}
    </g>
  )
}
