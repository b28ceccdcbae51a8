import { describe, expect, it } from 'vitest'
import { contextsSpace } from '../../shared/figures/space/contexts-space'
import { trajectorySpace } from '../../shared/figures/space/trajectory-space'
import { figureColours } from '../../shared/figures/theme'
import { sampleSpec, sampleTrajectory } from '../../shared/figures/trajectory.test-data'
import { homeCamera } from '../../shared/figures/trajectory-cameras'
import { glbFromSpace } from './gltf'
import { trajectoryTable } from './numbers'
import { readProvenance } from './read-provenance'
import { origin } from './testing/figure'
import { type GltfNode, glbJson, validateGlb } from './testing/glb'

const trajectory = sampleTrajectory(3, 40)
const spec = sampleSpec(trajectory, homeCamera(trajectory, { width: 672, height: 440 }))
const table = trajectoryTable(trajectory)
const space = trajectorySpace(spec, trajectory, [])
const { light } = figureColours

/** The nodes under the one of this name. */
async function childrenOf(name: RegExp, of = space): Promise<GltfNode[]> {
  const { nodes } = glbJson(await glbFromSpace(of, table, origin))
  const group = nodes.find((node) => name.test(node.name))
  return (group?.children ?? []).map((child) => nodes[child]!)
}

describe('a figure as glTF', () => {
  it('is valid by Khronos’s own validator, without a warning or a hint', async () => {
    const others = trajectorySpace({ ...spec, show: { ...spec.show, otherTokens: true }, theme: 'dark' }, trajectory, [
      {
        key: 'a',
        part: 'head 3',
        name: '',
        length: 2,
        from: [0, 0, 0],
        to: [0, -4, 0],
        by: 'attention',
        pointed: false,
      },
      { key: 'b', part: 'bias', name: '', length: 0, from: [0, -4, 0], to: [0, -4, 0], by: null, pointed: false },
    ])
    for (const one of [space, others]) {
      const { issues } = await validateGlb(await glbFromSpace(one, table, origin))
      expect(issues.messages).toEqual([])
    }
  })

  it('has a node for each station, named, at the number of the table', async () => {
    const marks = (await childrenOf(/^path of Tower/)).filter(({ extras }) => extras?.tap !== undefined)
    expect(marks.map(({ name }) => name)).toEqual([
      ...['embedding', 'L0 attention', 'L0 MLP', 'L1 attention', 'L1 MLP', 'L2 attention', 'L2 MLP'],
    ])
    expect(marks.map(({ translation }) => translation)).toEqual(trajectory.path)
    expect(marks[2]!.extras).toMatchObject({ station: 2, layer: 0, kind: 'mlp', length: trajectory.steps[2]!.length })
  })

  it('colours stations and steps as the picture does, the stations of MLPs as cubes', async () => {
    const { nodes, meshes } = glbJson(await glbFromSpace(space, table, origin))
    const meshOf = (name: string) => meshes[nodes.find((node) => node.name === name)!.mesh!]!.name
    expect(meshOf('embedding')).toBe(`ball ${light.ink}`)
    expect(meshOf('L0 attention')).toBe(`ball ${light.attention}`)
    expect(meshOf('L0 MLP')).toBe(`cube ${light.mlp}`)
    expect(meshOf('L2 MLP')).toBe(`ball ${light.accent}`)
    expect(meshOf('step by L1 attention')).toBe(`tube ${light.attention}`)
  })

  it('names every word of the cloud and every axis with its share', async () => {
    const words = await childrenOf(/^words$/)
    expect(words).toHaveLength(space.groups.at(-1)!.marks.length)
    expect(words.length).toBeGreaterThan(20)
    for (const { name, translation, extras } of words) {
      const word = trajectory.words.find(({ id }) => id === extras!.id)!
      expect(name).toBe(word.text.trim())
      expect(translation).toEqual(word.at)
    }
    const axes = (await childrenOf(/^axes$/)).map(({ name }) => name)
    expect(axes).toEqual(['PC 1 (41 %)', 'PC 2 (22 %)', 'PC 3 (8 %)', 'floor', 'shadow'])
  })

  it('leads from each station to the next', async () => {
    const steps = (await childrenOf(/^path of/)).filter(({ name }) => name.startsWith('step by'))
    for (const [index, { translation, rotation, scale }] of steps.entries()) {
      // A tube stands upright and is 1 high: its upper end is where its own (0, 1, 0) goes.
      const [x, y, z, w] = rotation as [number, number, number, number]
      const up = [2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)]
      const end = up.map((part, axis) => translation![axis]! + part * scale![1]!)
      for (const axis of [0, 1, 2] as const) expect(end[axis]).toBeCloseTo(trajectory.path[index + 1]![axis], 9)
    }
    expect(steps).toHaveLength(trajectory.path.length - 1)
  })

  it('carries its provenance and the table, and is read back', async () => {
    const file = await glbFromSpace(space, table, origin)
    expect(readProvenance(file)).toEqual(origin)
    const [columns, ...rows] = table
    expect(glbJson(file).scenes[0]!.extras.numbers).toEqual({ columns, rows })
    expect(await glbFromSpace(space, table, origin)).toEqual(file)
    expect(readProvenance(file.subarray(0, 100))).toBeNull()
  })

  it('has several contexts in the colours of their letters', async () => {
    const { model, device, tokens, position, view, steps, path, basis, others } = trajectory
    const paths = [path, others[0]!.path]
    const shown = {
      contexts: {
        ...{ model, device, view, basis, words: [], pairs: [], parting: null },
        stations: steps.map(({ layer, kind, tap }) => ({ layer, kind, tap })),
        contexts: paths.map((one) => ({ tokens, position, fromStore: false, path: one })),
      },
      ...{ letters: [0, 3], active: 0 },
    }
    const both = contextsSpace(spec, shown, { width: 672, height: 300 })
    expect((await validateGlb(await glbFromSpace(both, table, origin))).issues.messages).toEqual([])
    const { meshes, cameras } = glbJson(await glbFromSpace(both, table, origin))
    expect(meshes.map(({ name }) => name)).toContain(`tube ${light.contexts[3]}`)
    expect(cameras[0]!.perspective.aspectRatio).toBe(672 / 300)
    const marks = (await childrenOf(/^path D: /, both)).slice(0, path.length)
    expect(marks.map(({ translation }) => translation)).toEqual(paths[1])
  })
})
