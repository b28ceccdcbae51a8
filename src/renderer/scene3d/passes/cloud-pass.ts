import { BufferAttribute, BufferGeometry, DynamicDrawUsage } from 'three'
import { depthCue } from '../../../shared/figures/cloud'
import { pointSize, pointState, quietShare, strongMore } from '../../../shared/figures/vocabulary/point-look'
import type { MapFrame, MapScenery } from '../map-frame'
import type { Pass } from './pass'
import { depthCueOf, glslNumber, layeredPoints, softDisc, softPointSize } from './soft-points'

/** All words as points in one draw call, sized and faded by depth as the figure does. */
export function cloudPass({ cloud }: MapScenery): Pass<MapFrame> {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(cloud.at, 3))
  // Colour and state in four bytes a point: what changes with a search is sent anew, and the places stay where they are.
  const look = new BufferAttribute(new Uint8Array(cloud.count * 4), 4, true).setUsage(DynamicDrawUsage)
  geometry.setAttribute('look', look)
  const uniforms = {
    targetDistance: { value: 1 },
    pixelRatio: { value: 1 },
    size: { value: pointSize(cloud.count) },
  }
  const { points, dispose } = layeredPoints(geometry, { vertexShader, fragmentShader, uniforms }, 2)
  let shownTints: Uint8Array | null = null
  let shownStates: Uint8Array | null = null
  return {
    object: points,
    update({ camera, pixelRatio, tints, states }) {
      uniforms.targetDistance.value = camera.distance
      uniforms.pixelRatio.value = pixelRatio
      if (shownTints === tints && shownStates === states) return
      shownTints = tints
      shownStates = states
      const bytes = look.array
      for (let point = 0; point < cloud.count; point++) {
        bytes[point * 4] = tints[point * 3]!
        bytes[point * 4 + 1] = tints[point * 3 + 1]!
        bytes[point * 4 + 2] = tints[point * 3 + 2]!
        bytes[point * 4 + 3] = states ? states[point]! : pointState.plain
      }
      look.needsUpdate = true
    },
    dispose,
  }
}

const vertexShader = /* glsl */ `
  attribute vec4 look;
  uniform float targetDistance, pixelRatio, size;
  varying float radius;
  varying vec4 tint;
  void main() {
    // Framed space has its third component up, three its second.
    vec4 seen = modelViewMatrix * vec4(position.x, position.z, -position.y, 1.0);
    float ratio = targetDistance / max(-seen.z, 0.0001);
    int state = int(look.a * 255.0 + 0.5);
    bool strong = state == ${pointState.strong};
    float fade = state == ${pointState.quiet} ? ${glslNumber(quietShare)} : 1.0;
    radius = size * ${depthCueOf(depthCue.radius)} + (strong ? ${glslNumber(strongMore)} : 0.0);
    tint = vec4(look.rgb, strong ? 1.0 : fade * ${depthCueOf(depthCue.opacity)});
    gl_Position = projectionMatrix * seen;
    gl_PointSize = ${softPointSize};
  }`

// Tints are colours of the screen already.
const fragmentShader = softDisc()
