import { BufferAttribute, BufferGeometry, Color, Points, ShaderMaterial } from 'three'
import { depthCue, labelledRadius } from '../../../shared/figures/cloud'
import type { TrajectoryLayout } from '../../../shared/figures/trajectory-layout'
import { scenePositions } from '../three-space'
import type { FrameState, Pass, Scenery } from './pass'

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
  const states = new BufferAttribute(new Float32Array(words.length), 1)
  geometry.setAttribute('state', states)
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    depthTest: false,
    depthWrite: false,
    transparent: true,
    uniforms: {
      targetDistance: { value: 1 },
      pixelRatio: { value: 1 },
      faint: { value: new Color(colours.cloud) },
      named: { value: new Color(colours.ink2) },
      pinned: { value: new Color(colours.accent) },
    },
  })
  const points = new Points(geometry, material)
  points.frustumCulled = false
  points.renderOrder = 2
  return {
    object: points,
    update({ camera, pixelRatio, layout, pinned }) {
      material.uniforms.targetDistance!.value = camera.distance
      material.uniforms.pixelRatio!.value = pixelRatio
      const named = new Set(layout.named.map(({ id }) => id))
      for (const [index, { word }] of words.entries()) {
        const apart = index >= framed.words.length ? state.hidden : state.faint
        states.setX(index, pinned.has(word.id) ? state.pinned : named.has(word.id) ? state.named : apart)
      }
      states.needsUpdate = true
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}

const number = (value: number) => value.toFixed(6)
const cue = ({ middle, power, least, most }: (typeof depthCue)[keyof typeof depthCue]) =>
  `clamp(${number(middle)} * pow(ratio, ${number(power)}), ${number(least)}, ${number(most)})`

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
    radius = isFaint ? ${cue(depthCue.radius)} : ${number(labelledRadius)};
    tint = isFaint ? vec4(faint, ${cue(depthCue.opacity)}) : vec4(state > 1.5 ? pinned : named, 1.0);
    gl_Position = state < -0.5 ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * seen;
    gl_PointSize = 2.0 * (radius + 1.0) * pixelRatio;
  }`

const fragmentShader = /* glsl */ `
  uniform float pixelRatio;
  varying float radius;
  varying vec4 tint;
  void main() {
    float away = length(gl_PointCoord - 0.5) * 2.0 * (radius + 1.0);
    float soft = 0.5 / pixelRatio;
    float cover = 1.0 - smoothstep(radius - soft, radius + soft, away);
    gl_FragColor = vec4(tint.rgb, tint.a * cover);
    #include <colorspace_fragment>
  }`
