import type { JSX, ReactNode } from 'react'
import { type FigureColours, fontFamily } from '../../shared/figures/theme'

interface Props {
  readonly colours: FigureColours
  readonly reason: string
  /** The picture as a drawing. */
  readonly children: ReactNode
}

/** The same picture as a drawing, where the GPU cannot draw it, and the reason. */
export function FlatView({ colours, reason, children }: Props): JSX.Element {
  return (
    <div style={{ position: 'absolute', inset: 0, background: colours.paper }}>
      {children}
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
