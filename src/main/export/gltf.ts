import {
  ColorUtils,
  Document,
  type Material,
  type Mesh,
  type Node,
  NodeIO,
  Primitive,
  type Scene,
} from '@gltf-transform/core'
import { KHRMaterialsUnlit } from '@gltf-transform/extensions'
import { cameraAxes, cameraPosition, farPlane, nearPlane } from '../../shared/figures/camera'
import type {
  FigureSpace,
  SpaceFacts,
  SpaceGroup,
  SpaceLine,
  SpaceMark,
  SpaceStick,
} from '../../shared/figures/space/figure-space'
import type { Point3 } from '../../shared/trajectory'
import type { Cell } from './csv'
import { ball, cube, type Shape, tip, tube } from './gltf-shapes'
import { type Provenance, provenanceName } from './provenance'

/**
 * A figure's space as a binary glTF 2.0 file. Nodes are named by what they are, and stand at the numbers of the figure's table: one
 * node above them takes these into the camera's space, where the path lies within the unit sphere, third component up. Colours are
 * the picture's, unlit. The scene's `extras` hold the provenance and the table.
 */
export async function glbFromSpace(
  space: FigureSpace,
  table: readonly (readonly Cell[])[],
  origin: Provenance,
): Promise<Uint8Array> {
  const document = new Document()
  document.getRoot().getAsset().generator = `${origin.program} ${origin.version}`
  const maker = new SceneMaker(document, space)
  const [columns = [], ...rows] = table
  const scene = maker.scene().setExtras({ [provenanceName]: { ...origin }, numbers: { columns, rows } })
  document.getRoot().setDefaultScene(scene)
  return new NodeIO().registerExtensions([KHRMaterialsUnlit]).writeBinary(document)
}

type Quaternion = [number, number, number, number]

/** Up is the third component here and the second in glTF: (a, b, c) becomes (a, c, −b), a quarter turn about the first. */
const upright: Quaternion = [-Math.SQRT1_2, 0, 0, Math.SQRT1_2]

function uprighted([a, b, c]: Point3): Point3 {
  return [a, c, -b]
}

/** An arrow's head, by the radius of its shaft; never more than this share of the arrow. */
const head = { radius: 3.2, length: 9, share: 0.5 } as const

const shapes = { ball, cube, tube, tip } as const

class SceneMaker {
  readonly #document: Document
  readonly #space: FigureSpace
  readonly #unlit
  readonly #primitives = new Map<string, Primitive>()
  readonly #meshes = new Map<string, Mesh>()
  readonly #materials = new Map<string, Material>()

  constructor(document: Document, space: FigureSpace) {
    this.#document = document
    this.#space = space
    this.#unlit = document.createExtension(KHRMaterialsUnlit)
    document.createBuffer()
  }

  scene(): Scene {
    const { name, frame, groups } = this.#space
    const [x, y, z] = uprighted(frame.center)
    const framed = this.#document
      .createNode('figure')
      .setRotation(upright)
      .setScale([frame.scale, frame.scale, frame.scale])
      .setTranslation([-x * frame.scale, -y * frame.scale, -z * frame.scale])
    for (const group of groups) if (!isEmpty(group)) framed.addChild(this.#group(group))
    return this.#document.createScene(name).addChild(framed).addChild(this.#camera())
  }

  #group({ name, marks, sticks, lines }: SpaceGroup): Node {
    const node = this.#document.createNode(name)
    for (const mark of marks) node.addChild(this.#mark(mark))
    for (const stick of sticks) {
      const made = this.#stick(stick)
      if (made) node.addChild(made)
    }
    for (const line of lines) node.addChild(this.#line(line))
    return node
  }

  #mark({ name, at, shape, radius, colour, facts }: SpaceMark): Node {
    // A square in the picture is as wide as 1.75 radii of the circle beside it.
    const size = this.#length(shape === 'cube' ? radius * 0.875 : radius)
    return this.#node(name, shape, colour, facts)
      .setTranslation([...at])
      .setScale([size, size, size])
  }

  /** Null where both ends are one point, which has no direction. */
  #stick({ name, from, to, radius, head: hasHead, colour, facts }: SpaceStick): Node | null {
    const along: Point3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
    const length = Math.hypot(...along)
    if (length === 0) return null
    const thick = this.#length(radius)
    const pointed = hasHead ? Math.min(head.length * thick, head.share * length) : 0
    const wide = pointed * (head.radius / head.length)
    const node = this.#document
      .createNode(name)
      .setExtras({ ...facts })
      .setTranslation([...from])
    node.setRotation(towards([along[0] / length, along[1] / length, along[2] / length]))
    if (pointed === 0) return node.setMesh(this.#mesh('tube', colour)).setScale([thick, length, thick])
    const shaft = this.#node('shaft', 'tube', colour).setScale([thick, length - pointed, thick])
    const point = this.#node('tip', 'tip', colour).setScale([wide, pointed, wide])
    return node.addChild(shaft).addChild(point.setTranslation([0, length - pointed, 0]))
  }

  #line({ name, through, colour }: SpaceLine): Node {
    const points: Point3[] = []
    const ends: number[] = []
    for (const line of through) {
      for (const index of line.keys()) if (index > 0) ends.push(points.length + index - 1, points.length + index)
      points.push(...line)
    }
    const primitive = this.#document
      .createPrimitive()
      .setMode(Primitive.Mode.LINES!)
      .setAttribute('POSITION', this.#numbers('VEC3', Float32Array.from(points.flat())))
      .setIndices(this.#numbers('SCALAR', Uint32Array.from(ends)))
      .setMaterial(this.#material(colour))
    return this.#document.createNode(name).setMesh(this.#document.createMesh(name).addPrimitive(primitive))
  }

  #node(name: string, shape: keyof typeof shapes, colour: string, facts: SpaceFacts = {}): Node {
    return this.#document
      .createNode(name)
      .setMesh(this.#mesh(shape, colour))
      .setExtras({ ...facts })
  }

  /** One for all things of a shape and a colour. */
  #mesh(shape: keyof typeof shapes, colour: string): Mesh {
    const key = `${shape} ${colour}`
    const made = this.#meshes.get(key)
    if (made) return made
    const primitive = this.#shape(shape).clone().setMaterial(this.#material(colour))
    const mesh = this.#document.createMesh(key).addPrimitive(primitive)
    this.#meshes.set(key, mesh)
    return mesh
  }

  /** Its numbers are shared by all colours. */
  #shape(name: keyof typeof shapes): Primitive {
    const made = this.#primitives.get(name)
    if (made) return made
    const { positions, normals, triangles }: Shape = shapes[name]()
    const primitive = this.#document
      .createPrimitive()
      .setAttribute('POSITION', this.#numbers('VEC3', positions))
      .setAttribute('NORMAL', this.#numbers('VEC3', normals))
      .setIndices(this.#numbers('SCALAR', triangles))
    this.#primitives.set(name, primitive)
    return primitive
  }

  #numbers(
    type: 'VEC3' | 'SCALAR',
    array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
  ) {
    const [buffer] = this.#document.getRoot().listBuffers()
    return this.#document.createAccessor().setType(type).setArray(array).setBuffer(buffer!)
  }

  #material(colour: string): Material {
    const made = this.#materials.get(colour)
    if (made) return made
    const material = this.#document
      .createMaterial(colour)
      .setBaseColorFactor(ColorUtils.hexToFactor(Number.parseInt(colour.slice(1), 16), [0, 0, 0, 1]))
      .setMetallicFactor(0)
      .setExtension('KHR_materials_unlit', this.#unlit.createUnlit())
    this.#materials.set(colour, material)
    return material
  }

  /** From where the figure is seen. */
  #camera(): Node {
    const { camera, aspect } = this.#space
    const lens = this.#document
      .createCamera('camera')
      .setType('perspective')
      .setYFov((camera.fov * Math.PI) / 180)
      .setAspectRatio(aspect)
      .setZNear(nearPlane)
      .setZFar(farPlane)
    const { right, up, back } = cameraAxes(camera)
    return this.#document
      .createNode('camera')
      .setCamera(lens)
      .setTranslation(uprighted(cameraPosition(camera)))
      .setRotation(turnTo(uprighted(right), uprighted(up), uprighted(back)))
  }

  /** Of pixels in the picture, in the units of the vectors. */
  #length(pixels: number): number {
    return pixels / this.#space.pixelsPerUnit / this.#space.frame.scale
  }
}

function isEmpty({ marks, sticks, lines }: SpaceGroup): boolean {
  return marks.length + sticks.length + lines.length === 0
}

/** The shortest turn that takes the second axis, along which sticks are made, to a unit vector. */
function towards([x, y, z]: Point3): Quaternion {
  // Half way between the two, which for opposite ones is nowhere: any half turn does.
  if (y < -1 + 1e-12) return [1, 0, 0, 0]
  const scale = 1 / Math.hypot(z, x, 1 + y)
  return [z * scale, 0, -x * scale, (1 + y) * scale]
}

/** The turn that takes the three axes to three unit vectors at right angles (Shepperd 1978). */
function turnTo([a, b, c]: Point3, [d, e, f]: Point3, [g, h, i]: Point3): Quaternion {
  // How large each part of the quaternion is; the largest divides the others.
  const sizes = [1 + a - e - i, 1 - a + e - i, 1 - a - e + i, 1 + a + e + i]
  const parts: readonly Quaternion[] = [
    [sizes[0]!, b + d, c + g, f - h],
    [b + d, sizes[1]!, f + h, g - c],
    [c + g, f + h, sizes[2]!, b - d],
    [f - h, g - c, b - d, sizes[3]!],
  ]
  const best = parts[sizes.indexOf(Math.max(...sizes))]!
  const length = Math.hypot(...best)
  return [best[0] / length, best[1] / length, best[2] / length, best[3] / length]
}
