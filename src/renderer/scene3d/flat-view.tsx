import type { JSX } from 'react'
import { type FigureColours, fontFamily } from '../../shared/figures/theme'
import { TrajectoryFigure } from '../../shared/figures/trajectory-figure'
import type { LayoutArrow } from '../../shared/figures/trajectory-layout'
import type { TrajectorySpec } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'

interface Props {
  readonly trajectory: Trajectory
  readonly spec: TrajectorySpec
  readonly arrows: readonly LayoutArrow[]
  readonly colours: FigureColours
  readonly reason: string
}

/** The same picture as a drawing, where the GPU cannot draw it, and the reason. */
export function FlatView({ trajectory, spec, arrows, colours, reason }: Props): JSX.Element {
  return (
    <div style={{ position: 'absolute', inset: 0, background: colours.paper }}>
      <TrajectoryFigure spec={spec} trajectory={trajectory} arrows={arrows} />
      <p
        role="status"
        style={{
          position: 'absolute',
          left: 14,
          top: 48,
          margin: 0,
          padding: '4px 8px',
          borderRadius: 8,
          background: colours.paper,
          color: colours.ink2,
          font: `12px/1.5 ${fontFamily}`,
        }}
      >
        {reason}
      </p>
    </div>
  )
}
