import { BufferAttribute, BufferGeometry, Color, DynamicDrawUsage } from 'three'
import { depthCue, labelledRadius } from '../../../shared/figures/cloud'
import type { TrajectoryLayout } from '../../../shared/figures/trajectory-layout'
import { scenePositions } from '../three-space'
import type { FrameState, Pass, Scenery } from './pass'
import { depthCueOf, glslNumber, layeredPoints, softDisc, softPointSize } from './soft-points'

const state = { hidden: -1, faint: 0, named: 1, pinned: 2 } as const

/** The words of the vocabulary as points, sized and faded by depth as `dotStyle` does in the figure. */
export function wordsPass({
  framed,
  colours,
}: Pick<Scenery, 'framed' | 'colours'>): Pass<
  Pick<FrameState, 'camera' | 'pixelRatio' | 'pinned'> & { readonly layout: Pick<TrajectoryLayout, 'named'> }
> {
  const words = [...framed.words, ...framed.farWords]
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(scenePositions(words.map(({ at }) => at)), 3))
  const apart = words.map((_, index) => (index < framed.words.length ? state.faint : state.hidden))
  const states = new BufferAttribute(Float32Array.from(apart), 1).setUsage(DynamicDrawUsage)
  const indexOf = new Map(words.map(({ word }, index) => [word.id, index]))
  /** Those that are not as they are apart from labels and pins. */
  let marked: readonly number[] = []
  geometry.setAttribute('state', states)
  const uniforms = {
    targetDistance: { value: 1 },
    pixelRatio: { value: 1 },
    faint: { value: new Color(colours.cloud) },
    named: { value: new Color(colours.ink2) },
    pinned: { value: new Color(colours.accent) },
  }
  const { points, dispose } = layeredPoints(geometry, { vertexShader, fragmentShader, uniforms }, 2)
  return {
    object: points,
    update({ camera, pixelRatio, layout, pinned }) {
      uniforms.targetDistance.value = camera.distance
      uniforms.pixelRatio.value = pixelRatio
      const next = new Map<number, number>()
      const mark = (id: number, as: number) => {
        const index = indexOf.get(id)
        if (index !== undefined) next.set(index, as)
      }
      for (const { id } of layout.named) mark(id, state.named)
      for (const id of pinned) mark(id, state.pinned)
      const put = (index: number, as: number) => {
        if (states.getX(index) === as) return
        states.setX(index, as)
        states.needsUpdate = true
      }
      for (const index of marked) if (!next.has(index)) put(index, apart[index]!)
      for (const [index, as] of next) put(index, as)
      marked = [...next.keys()]
    },
    dispose,
  }
}

const vertexShader = /* glsl */ `
  attribute float state;
  uniform float targetDistance, pixelRatio;
  uniform vec3 faint, named, pinned;
  varying float radius;
  varying vec4 tint;
  void main() {
    vec4 seen = modelViewMatrix * vec4(position, 1.0);
    float ratio = targetDistance / max(-seen.z, 0.0001);
    bool isFaint = state < 0.5;
    radius = isFaint ? ${depthCueOf(depthCue.radius)} : ${glslNumber(labelledRadius)};
    tint = isFaint ? vec4(faint, ${depthCueOf(depthCue.opacity)}) : vec4(state > 1.5 ? pinned : named, 1.0);
    gl_Position = state < -0.5 ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * seen;
    gl_PointSize = ${softPointSize};
  }`

const fragmentShader = softDisc('#include <colorspace_fragment>')
