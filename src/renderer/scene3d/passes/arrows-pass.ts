import { Color, ConeGeometry, Group, Mesh, MeshBasicMaterial, Vector3 } from 'three'
import { toScene } from '../three-space'
import { disposeLines, fatLines } from './lines'
import type { FramedArrow, Pass, Scenery } from './pass'

/** Of an arrow's head, in radii of the path; never more than this share of the arrow. */
const headLength = 0.045
const headShare = 0.4
const headRadius = 0.34
const width = { thin: 1.4, bold: 3 } as const
/** Over the path, so that the chain is seen from its start to where it meets the step's end. */
const order = 12

/** The parts of the marked step, head to tail: attention's in its colour, a bias or a norm in grey. */
export function arrowsPass({ colours }: Scenery): Pass {
  const group = new Group()
  const cone = new ConeGeometry(headRadius, 1, 16)
  let shown: readonly FramedArrow[] = []
  let release = () => {}
  const rebuild = (arrows: readonly FramedArrow[]) => {
    release()
    const kinds = [
      ...([null, 'attention', 'cross'] as const).map((kind) => ({
        of: arrows.filter(({ by, pointed }) => by === kind && !pointed),
        colour: kind ? colours[kind] : colours.ink3,
        wide: false,
      })),
      { of: arrows.filter(({ pointed }) => pointed), colour: colours.accent, wide: true },
    ]
    const drawn = kinds
      .filter(({ of }) => of.length > 0)
      .map(({ of, colour, wide }, at) => {
        const look = { color: colour, linewidth: wide ? width.bold : width.thin }
        const lines = fatLines(
          of.map(({ from, to }) => [from, to] as const),
          order + at,
          look,
        )
        const paint = new MeshBasicMaterial({ color: new Color(colour), depthTest: false, depthWrite: false })
        const heads = of.map((arrow) => headOf(arrow, wide ? 1.5 : 1, cone, paint, order + at))
        return { lines, heads, paint }
      })
    for (const { lines, heads } of drawn) group.add(lines, ...heads)
    release = () => {
      group.clear()
      for (const { lines, paint } of drawn) {
        disposeLines(lines)
        paint.dispose()
      }
    }
  }
  return {
    object: group,
    update({ arrows }) {
      if (arrows === shown) return
      rebuild(arrows)
      shown = arrows
    },
    dispose() {
      release()
      cone.dispose()
    },
  }
}

/** A cone whose tip is the arrow's end. */
function headOf({ from, to }: FramedArrow, size: number, cone: ConeGeometry, paint: MeshBasicMaterial, order: number) {
  const [tail, tip] = [toScene(from), toScene(to)]
  const along = tip.clone().sub(tail)
  const length = Math.min(size * headLength, along.length() * headShare)
  const head = new Mesh(cone, paint)
  head.scale.setScalar(Math.max(length, 1e-6))
  head.position.copy(tip).addScaledVector(along.normalize(), -length / 2)
  head.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), along)
  head.renderOrder = order
  return head
}
