import { House } from 'lucide-react'
import type { Trajectory } from '../../../shared/trajectory'
import { type AxisView, axisCamera, type CameraFlight, homeCamera, type Viewport } from '../../scene3d'
import { percent } from '../../state/format'
import { IconButton } from '../../ui/icon-button'
import { Tooltip } from '../../ui/tooltip'

const axisViews: readonly AxisView[] = ['1-2', '1-3', '2-3']

export interface CameraButtonsProps {
  trajectory: Trajectory
  viewport: Viewport
  flight: CameraFlight
}

/** Home, and straight along each axis. */
export function CameraButtons({ trajectory, viewport, flight }: CameraButtonsProps) {
  return (
    <div className="trajectory-cameras" role="toolbar" aria-label="Camera">
      <IconButton label="Frame the path" keys="H" boxed onClick={() => flight.fly(homeCamera(trajectory, viewport))}>
        <House size={15} />
      </IconButton>
      {axisViews.map((axes) => (
        <Tooltip key={axes} text={axesHint(trajectory, axes)} side="top">
          <button
            type="button"
            className="icon-button icon-button-boxed axis-button"
            onClick={() => flight.fly(axisCamera(trajectory, axes, viewport))}
          >
            <span className="visually-hidden">Look at components </span>
            {axes.replace('-', '·')}
          </button>
        </Tooltip>
      ))}
    </div>
  )
}

function axesHint(trajectory: Trajectory, axes: AxisView): string {
  const [across, up] = axes.split('-').map((digit) => Number(digit) - 1) as [number, number]
  const share = (trajectory.basis.shares[across] ?? 0) + (trajectory.basis.shares[up] ?? 0)
  return `Components ${across + 1} and ${up + 1}, ${percent(share)} of the variance`
}
