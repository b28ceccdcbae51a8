import { type BufferGeometry, Points, ShaderMaterial, type ShaderMaterialParameters } from 'three'
import type { depthCue } from '../../../shared/figures/cloud'

type Shaders = Required<Pick<ShaderMaterialParameters, 'vertexShader' | 'fragmentShader' | 'uniforms'>>

/** Points that lie over what was drawn before them, each in colours of its own shader; `order` among the passes. */
export function layeredPoints(geometry: BufferGeometry, shaders: Shaders, order: number) {
  const material = new ShaderMaterial({ ...shaders, depthTest: false, depthWrite: false, transparent: true })
  const points = new Points(geometry, material)
  points.frustumCulled = false
  points.renderOrder = order
  return {
    points,
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}

/** A number as GLSL writes it. */
export const glslNumber = (value: number) => value.toFixed(6)

/** What a radius or an opacity is by depth, as `dotStyle` has it in the figure; of `ratio`, the target's distance over the point's. */
export const depthCueOf = ({ middle, power, least, most }: (typeof depthCue)[keyof typeof depthCue]) =>
  `clamp(${glslNumber(middle)} * pow(ratio, ${glslNumber(power)}), ${glslNumber(least)}, ${glslNumber(most)})`

/** How wide a disc of `radius` is with its soft edge. No wider: with a whole vocabulary, most of the work is pixels that show nothing. */
export const softPointSize = '2.0 * (radius * pixelRatio + 0.5)'

/** A fragment shader of a disc of `radius` in `tint`, with an edge as soft as a dot is wide; `last` is done to the colour. */
export const softDisc = (last = '') => /* glsl */ `
  uniform float pixelRatio;
  varying float radius;
  varying vec4 tint;
  void main() {
    float soft = 0.5 / pixelRatio;
    float away = length(gl_PointCoord - 0.5) * 2.0 * (radius + soft);
    float cover = 1.0 - smoothstep(radius - soft, radius + soft, away);
    gl_FragColor = vec4(tint.rgb, tint.a * cover);
    ${last}
  }`
