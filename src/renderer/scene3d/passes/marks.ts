import { BufferAttribute, BufferGeometry, Color, type Points } from 'three'
import type { Point3 } from '../../../shared/trajectory'
import { scenePositions } from '../three-space'
import { layeredPoints } from './soft-points'

/** A marker of a size in CSS pixels, whatever its distance. */
export interface Mark {
  readonly at: Point3
  readonly radius: number
  /** Left out, the marker is a mere outline. */
  readonly fill?: string
  readonly stroke?: { readonly colour: string; readonly width: number }
  readonly square?: boolean
}

export interface Marks {
  readonly points: Points
  setPixelRatio(ratio: number): void
  move(index: number, at: Point3): void
  dispose(): void
}

/** Discs and squares with an outline that is half inside and half outside, as SVG strokes are. */
export function markPoints(marks: readonly Mark[], order: number): Marks {
  const geometry = new BufferGeometry()
  const positions = new BufferAttribute(scenePositions(marks.map(({ at }) => at)), 3)
  const attribute = (width: number, of: (mark: Mark) => readonly number[]) =>
    new BufferAttribute(Float32Array.from(marks.flatMap((mark) => [...of(mark)])), width)
  geometry.setAttribute('position', positions)
  geometry.setAttribute(
    'shape',
    attribute(4, ({ radius, stroke, square, fill }) => [radius, stroke?.width ?? 0, square ? 1 : 0, fill ? 1 : 0]),
  )
  const rgb = (colour: string | undefined) => new Color(colour ?? '#000000').toArray()
  geometry.setAttribute(
    'fillColour',
    attribute(3, ({ fill, stroke }) => rgb(fill ?? stroke?.colour)),
  )
  geometry.setAttribute(
    'strokeColour',
    attribute(3, ({ stroke, fill }) => rgb(stroke?.colour ?? fill)),
  )
  const uniforms = { pixelRatio: { value: 1 } }
  const { points, dispose } = layeredPoints(geometry, { vertexShader, fragmentShader, uniforms }, order)
  return {
    points,
    setPixelRatio(ratio) {
      uniforms.pixelRatio.value = ratio
    },
    move(index, at) {
      positions.array.set(scenePositions([at]), index * 3)
      positions.needsUpdate = true
    },
    dispose,
  }
}

const vertexShader = /* glsl */ `
  attribute vec4 shape;
  attribute vec3 fillColour, strokeColour;
  uniform float pixelRatio;
  varying vec4 look;
  varying vec3 inner, outer;
  void main() {
    look = shape;
    inner = fillColour;
    outer = strokeColour;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
    gl_PointSize = 2.0 * (shape.x + shape.y + 1.0) * pixelRatio;
  }`

const fragmentShader = /* glsl */ `
  uniform float pixelRatio;
  varying vec4 look;
  varying vec3 inner, outer;
  void main() {
    vec2 at = (gl_PointCoord - 0.5) * 2.0 * (look.x + look.y + 1.0);
    float away = look.z > 0.5 ? max(abs(at.x), abs(at.y)) : length(at);
    float soft = 0.5 / pixelRatio;
    float cover = 1.0 - smoothstep(-soft, soft, away - look.x - look.y * 0.5);
    float ring = look.y > 0.0 ? smoothstep(-soft, soft, away - look.x + look.y * 0.5) : 0.0;
    gl_FragColor = vec4(mix(inner, outer, ring), cover * max(ring, look.w));
    #include <colorspace_fragment>
  }`
