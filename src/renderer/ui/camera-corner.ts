import type { Viewport } from '../../shared/figures/camera'
import type { Box } from '../../shared/figures/label-layout'

const row = { width: 172, height: 48 }
const column = { width: 52, height: 144 }
/** A picture narrower than this has its buttons in a column. */
const narrow = 440

/** What the camera's buttons stand on in the lower right corner of a picture, so that no label is put under them. */
export function cameraCorner({ width, height }: Viewport): Box {
  const corner = width < narrow ? column : row
  return { x0: width - corner.width, y0: height - corner.height, x1: width, y1: height }
}
