import { Group, InstancedInterleavedBuffer, InterleavedBufferAttribute } from 'three'
import { pathStroke } from '../../../shared/figures/trajectory/path-layer'
import { disposeLines, fatLines, type Segment, segmentsOf } from './lines'
import type { FrameState, Pass, PathScenery } from './pass'

/** The path: attention steps solid, MLP steps dashed, both on a halo that sets them off from what lies behind. */
export function pathPass({
  trajectory,
  framed,
  colours,
}: PathScenery): Pass<{ readonly layout: Pick<FrameState['layout'], 'steps'> }> {
  const segments = segmentsOf(framed.path)
  const kindOf = (index: number) => trajectory.steps[index + 1]?.kind
  const isMlp = (index: number) => kindOf(index) === 'mlp'
  const dashed = segments.flatMap((segment, index) => (isMlp(index) ? [{ segment, station: index + 1 }] : []))
  const halo = fatLines(segments, 6, { color: colours.canvas, linewidth: pathStroke.halo })
  const solid = (kind: 'attention' | 'cross') =>
    fatLines(
      segments.filter((_, index) => kindOf(index) === kind),
      7,
      { color: colours[kind], linewidth: pathStroke.width },
    )
  const attention = solid('attention')
  const cross = solid('cross')
  const mlp = fatLines(
    dashed.map(({ segment }): Segment => segment),
    8,
    {
      color: colours.mlp,
      linewidth: pathStroke.width,
      dashed: true,
      dashSize: pathStroke.dash,
      gapSize: pathStroke.gap,
    },
  )
  // Distances along each dashed step, set to its length in pixels in each frame: dashes keep their size on the screen.
  const lengths = new InstancedInterleavedBuffer(new Float32Array(2 * dashed.length), 2, 1)
  mlp.geometry.setAttribute('instanceDistanceStart', new InterleavedBufferAttribute(lengths, 1, 0))
  mlp.geometry.setAttribute('instanceDistanceEnd', new InterleavedBufferAttribute(lengths, 1, 1))
  return {
    object: new Group().add(halo, attention, cross, mlp),
    update({ layout }) {
      const drawn = new Map(layout.steps.map(({ station, line }) => [station, line]))
      for (const [index, { station }] of dashed.entries()) {
        const line = drawn.get(station)
        lengths.array[2 * index + 1] = line ? Math.hypot(line.x2 - line.x1, line.y2 - line.y1) : 0
      }
      lengths.needsUpdate = true
    },
    dispose: () => disposeLines(halo, attention, cross, mlp),
  }
}
