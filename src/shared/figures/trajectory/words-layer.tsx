import type { JSX } from 'react'
import { labelledRadius } from '../cloud'
import { coordinate } from '../numbers'
import type { FigureColours } from '../theme'
import type { TrajectoryLayout } from '../trajectory-layout'

interface Props {
  readonly layout: Pick<TrajectoryLayout, 'cloud' | 'named'>
  readonly colours: FigureColours
}

/** Words of the vocabulary: faint dots, and stronger ones where a label stands beside them. */
export function WordsLayer({ layout, colours }: Props): JSX.Element {
  return (
    <g id="words">
      <g id="cloud" fill={colours.cloud}>
        {layout.cloud.map(({ id, x, y, r, opacity }) => (
          <circle key={id} cx={coordinate(x)} cy={coordinate(y)} r={coordinate(r)} fillOpacity={coordinate(opacity)} />
        ))}
      </g>
      <g id="named-words" fill={colours.ink2}>
        {layout.named.map(({ id, x, y, pinned }) => (
          <circle
            key={id}
            cx={coordinate(x)}
            cy={coordinate(y)}
            r={labelledRadius}
            {...(pinned ? { fill: colours.accent } : {})}
          />
        ))}
      </g>
    </g>
  )
}
