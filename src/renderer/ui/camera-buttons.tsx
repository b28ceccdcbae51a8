import { House } from 'lucide-react'
import type { AxisView } from '../../shared/figures/camera'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Point3 } from '../../shared/trajectory'
import { percent } from '../state/format'
import { IconButton } from './icon-button'
import { Tooltip } from './tooltip'
import './camera-buttons.css'

const axisViews: readonly AxisView[] = ['1-2', '1-3', '2-3']

export interface CameraButtonsProps {
  /** Of the variance, along each axis; null where the axes mean nothing. */
  shares: Point3 | null
  /** The directions that the first axes are. */
  directions?: readonly { readonly name: string }[] | undefined
  homeCamera: () => Camera
  /** null where there is but one view. */
  axisCamera: ((axes: AxisView) => Camera) | null
  onFly: (to: Camera) => void
  /** What is framed: `the path`. */
  what: string
}

/** Home, and straight along each axis. */
export function CameraButtons({ shares, directions = [], homeCamera, axisCamera, onFly, what }: CameraButtonsProps) {
  return (
    <div className="camera-buttons" role="toolbar" aria-label="Camera">
      <IconButton label={`Frame ${what}`} keys="H" boxed onClick={() => onFly(homeCamera())}>
        <House size={15} />
      </IconButton>
      {(axisCamera ? axisViews : []).map((axes) => (
        <Tooltip key={axes} text={axesHint(shares, axes, directions)} side="top">
          <button
            type="button"
            className="icon-button icon-button-boxed axis-button"
            onClick={() => axisCamera && onFly(axisCamera(axes))}
          >
            <span className="visually-hidden">Look at components </span>
            {axes.replace('-', '·')}
          </button>
        </Tooltip>
      ))}
    </div>
  )
}

function axesHint(shares: Point3 | null, axes: AxisView, directions: readonly { readonly name: string }[]): string {
  const [across, up] = axes.split('-').map((digit) => Number(digit) - 1) as [number, number]
  const name = (axis: number) => directions[axis]?.name ?? `PC ${axis + 1 - directions.length}`
  const named = directions.length > 0 ? `${name(across)} and ${name(up)}` : `Components ${across + 1} and ${up + 1}`
  if (shares === null) return named
  return `${named}, ${percent((shares[across] ?? 0) + (shares[up] ?? 0))} of the variance`
}
